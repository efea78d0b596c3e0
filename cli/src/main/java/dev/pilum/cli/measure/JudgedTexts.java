package dev.pilum.cli.measure;

import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.text.JsonRows;
import dev.pilum.formats.text.LooseRow;
import dev.pilum.formats.vector.VectorFile;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Documents, queries, and which documents people found relevant to which query: a folder with
 * {@code corpus.jsonl} (id, title, text), {@code queries.jsonl} (id, text) and {@code qrels.tsv}
 * (query, document, relevance; the first line names them), and, where there are vectors, {@code
 * base.fvecs} and {@code query.fvecs}, row by row as in the other two.
 *
 * @param documents in the order of the file
 * @param queries in the order of the file
 * @param judged for each query's id the relevant documents with their relevance; none for queries
 *     that nobody judged
 */
public record JudgedTexts(
    List<Text> documents, List<Text> queries, Map<String, Map<String, Integer>> judged) {

  /**
   * A document or a query.
   *
   * @param words title, if there is one, and text
   * @param vector what it means, or {@code null} where there are no vectors
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody changes them
  public record Text(String id, String words, float @Nullable [] vector) {}

  /** Reads a folder. */
  public static JudgedTexts read(Path folder) {
    return new JudgedTexts(
        texts(folder.resolve("corpus.jsonl"), folder.resolve("base.fvecs")),
        texts(folder.resolve("queries.jsonl"), folder.resolve("query.fvecs")),
        judgements(folder.resolve("qrels.tsv")));
  }

  /** Returns how many coordinates vectors have, or 0 when there are none. */
  public int dimension() {
    float[] first = documents.isEmpty() ? null : documents.getFirst().vector;
    return first == null ? 0 : first.length;
  }

  /** Reads a file of texts; their vectors too if the other file is there. */
  static List<Text> texts(Path file, Path vectors) {
    float[][] rows = Files.exists(vectors) ? VectorFile.readFloats(vectors) : null;
    List<Text> texts = new ArrayList<>();
    try (JsonRows lines = JsonRows.open(Input.of(file), RejectedRows.NONE)) {
      for (LooseRow row = lines.next(); row != null; row = lines.next()) {
        Map<String, @Nullable Object> line = row.values();
        String words = (word(line, "title") + " " + word(line, "text")).strip();
        texts.add(new Text(word(line, "id"), words, rows == null ? null : rows[texts.size()]));
      }
    }
    return texts;
  }

  private static String word(Map<String, @Nullable Object> line, String name) {
    Object value = line.get(name);
    return value == null ? "" : value.toString();
  }

  /** Returns for each query's id the relevant documents with their relevance. */
  static Map<String, Map<String, Integer>> judgements(Path file) {
    Map<String, Map<String, Integer>> judged = new LinkedHashMap<>();
    try {
      List<String> lines = Files.readAllLines(file);
      for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
        String[] parts = line.split("\t", -1);
        if (parts.length < 3) {
          throw new InvalidRequest(
              "%s: a line has query, document and relevance, got '%s'".formatted(file, line));
        }
        int relevance = Integer.parseInt(parts[2].strip());
        if (relevance > 0) {
          judged.computeIfAbsent(parts[0], id -> new HashMap<>()).put(parts[1], relevance);
        }
      }
    } catch (IOException e) {
      throw new StorageFailure("cannot read '" + file + "': " + e.getMessage(), e);
    } catch (NumberFormatException e) {
      throw new InvalidRequest(file + ": a relevance is a whole number; " + e.getMessage(), e);
    }
    return judged;
  }
}
