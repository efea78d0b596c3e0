package dev.pilum.bench.compare.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pilum.bench.ann.engine.FolderSize;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * LanceDB by its package for Node.js, each store in a process of its own that makes and times the
 * calls. Not by its Java library, which has datasets but neither text nor hybrid searches.
 */
public final class LanceDbPeer implements Engine {
  private static final String DRIVER = "lancedb.mjs";

  private String version = "";

  @Override
  public String name() {
    return "lancedb";
  }

  @Override
  public About about() {
    return new About(
        version,
        "npm package @lancedb/lancedb, a process of its own that times its calls; rows written as"
            + " Arrow tables over typed arrays, queries as Float32Array; IVF_HNSW_SQ of one"
            + " partition (m 16, ef_construction 200) from 1,000 rows on, refine factor 2; btree on"
            + " key and filter's column, FTS with stems; RRF reranker; rows written after the index"
            + " was made are compared one by one; memory is that of the whole process, Node.js"
            + " included");
  }

  @Override
  public boolean exact() {
    return false;
  }

  @Override
  public Store create(Path folder, int dimension) throws IOException {
    Table table = start(folder);
    table.ask(table.command("create").put("folder", folder.toString()).put("dimension", dimension));
    return table;
  }

  @Override
  public Store open(Path folder, int dimension) throws IOException {
    Table table = start(folder);
    JsonNode answer = table.ask(table.command("open").put("folder", folder.toString()));
    table.openNanos = answer.path("nanos").path(0).asLong();
    return table;
  }

  private Table start(Path folder) throws IOException {
    Path packages = NodePackages.folder();
    NodePackages.resource(DRIVER, packages);
    Path library = packages.resolve("node_modules/@lancedb/lancedb/package.json");
    version = new ObjectMapper().readTree(library.toFile()).path("version").asText();
    Files.createDirectories(folder);
    try {
      Process node =
          new ProcessBuilder("node", DRIVER)
              .directory(packages.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Table(folder, node);
    } catch (IOException e) {
      throw new Absent("there is no node; install Node.js 20 or newer");
    }
  }

  private static final class Table implements Store {
    private static final long END_SECONDS = 5;

    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;
    private long openNanos = -1;

    Table(Path folder, Process process) {
      this.folder = folder;
      this.process = process;
      this.commands = process.outputWriter(StandardCharsets.UTF_8);
      this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    ObjectNode command(String operation) {
      return json.createObjectNode().put("op", operation);
    }

    JsonNode ask(ObjectNode command) throws IOException {
      commands.write(json.writeValueAsString(command));
      commands.write('\n');
      commands.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("its process ended at " + command.path("op").asText());
      }
      JsonNode answer = json.readTree(line);
      if (answer.has("error")) {
        throw new IOException(answer.path("error").asText());
      }
      return answer;
    }

    @Override
    public Done run(Work work, long budgetNanos) throws IOException {
      return done(ask(translated(work).put("budget", budgetNanos)));
    }

    private ObjectNode translated(Work work) {
      return switch (work) {
        case Work.Write write -> rows(write);
        case Work.Move(int[] keys, int bucket) -> keys("move", keys).put("bucket", bucket);
        case Work.Delete(int[] keys) -> keys("delete", keys);
        case Work.Get(int[] keys) -> keys("get", keys);
        case Work.Exists(int[] keys) -> keys("exists", keys);
        case Work.Search(float[][] queries, int limit, int breadth, int below) ->
            command("search")
                .put("queries", base64(queries))
                .put("count", queries.length)
                .put("limit", limit)
                .put("breadth", Math.max(limit, breadth))
                .put("below", below);
        case Work.Words(List<String> words, int limit) -> words("words", words).put("limit", limit);
        case Work.Hybrid(float[][] queries, List<String> words, int limit, int breadth) ->
            words("hybrid", words)
                .put("queries", base64(queries))
                .put("limit", limit)
                .put("breadth", breadth);
      };
    }

    private ObjectNode rows(Work.Write write) {
      int[] keys = write.docs().stream().mapToInt(Doc::key).toArray();
      ObjectNode command =
          keys("write", keys)
              .put("replaces", write.replaces())
              .put("perCall", write.perCall())
              .put("threads", write.threads())
              .put(
                  "vectors",
                  base64(write.docs().stream().map(Doc::vector).toArray(float[][]::new)));
      command.set("buckets", json.valueToTree(write.docs().stream().map(Doc::bucket).toList()));
      command.set("bodies", json.valueToTree(write.docs().stream().map(Doc::body).toList()));
      return command;
    }

    private ObjectNode keys(String operation, int[] keys) {
      return command(operation).set("keys", json.valueToTree(keys));
    }

    private ObjectNode words(String operation, List<String> words) {
      return command(operation).set("words", json.valueToTree(words));
    }

    private static String base64(float[][] vectors) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * vectors.length * vectors[0].length)
              .order(ByteOrder.LITTLE_ENDIAN);
      for (float[] vector : vectors) {
        for (float value : vector) {
          bytes.putFloat(value);
        }
      }
      return Base64.getEncoder().encodeToString(bytes.array());
    }

    private Done done(JsonNode answer) {
      return new Done(
          json.convertValue(answer.path("nanos"), long[].class),
          json.convertValue(answer.path("answers"), int[][].class),
          answer.path("wall").asLong());
    }

    @Override
    public void settle() throws IOException {
      ask(command("settle"));
    }

    @Override
    public long openNanos() {
      return openNanos;
    }

    @Override
    public long count() throws IOException {
      return ask(command("count")).path("count").asLong();
    }

    @Override
    public long diskBytes() throws IOException {
      return FolderSize.bytes(folder);
    }

    @Override
    public long processId() {
      return process.pid();
    }

    @Override
    public long bytesOutsideHeap() throws IOException {
      return MappedBytes.ofProcess(process.pid(), "VmRSS");
    }

    @Override
    public void close() throws IOException {
      commands.close();
      try {
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
