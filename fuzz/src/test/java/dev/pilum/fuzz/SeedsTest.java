package dev.pilum.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Scan;
import dev.pilum.Table;
import dev.pilum.formats.Exports;
import dev.pilum.formats.Formats;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.damage.FileProbe;
import dev.pilum.testkit.damage.FileType;
import dev.pilum.testkit.damage.SampleTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the seeds of the corpus that are no texts: files of a sample table, exports of a small
 * table by Pilum, and, for compressed Arrow, by Arrow Java. {@code -Dpilum.fuzz.seeds=write} puts
 * them into the sources, which is needed when a format changes.
 */
class SeedsTest {
  /** Short files and long ones, not all of them. */
  private static final int MOST_OF_A_TYPE = 3;

  private static final int MOST_BYTES = 12_000;

  @TempDir Path folder;

  @Test
  void seedsOfFilesAreAnswered() {
    for (FileType type : FileType.values()) {
      if (type != FileType.MARK) {
        Target target = Parser.valueOf(type.name()).target();
        assertThat(ofTable(type)).extracting(target::refusal).as(type.name()).containsOnlyNulls();
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "pilum.fuzz.seeds", matches = "write")
  void write() throws IOException {
    for (FileType type : FileType.values()) {
      if (type != FileType.MARK) {
        write(Parser.valueOf(type.name()), "seed", ofTable(type));
      }
    }
    write(Parser.ARROW_FILE, "seed", List.of(exported("arrow")));
    write(Parser.ARROW_STREAM, "seed", List.of(exported("stream")));
    write(Parser.NPY, "seed", List.of(exported("npy")));
    write(Parser.FVECS, "seed", List.of(exported("fvecs")));
    for (CodecType codec : List.of(CodecType.LZ4_FRAME, CodecType.ZSTD)) {
      String name = "seed-" + codec.name().toLowerCase(Locale.ROOT);
      write(Parser.ARROW_FILE, name, List.of(compressed(codec, true)));
      write(Parser.ARROW_STREAM, name, List.of(compressed(codec, false)));
    }
  }

  /** Returns files of a type, evenly from the shortest to the longest. */
  private static List<byte[]> ofTable(FileType type) {
    List<byte[]> all = new ArrayList<>(new FileProbe(type, 1).samples());
    all.removeIf(file -> file.length > MOST_BYTES);
    all.sort(Comparator.comparingInt(file -> file.length));
    List<byte[]> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i * MOST_OF_A_TYPE / all.size() >= some.size()) {
        some.add(all.get(i));
      }
    }
    return some;
  }

  private static void write(Parser parser, String name, List<byte[]> seeds) throws IOException {
    Path folder = Files.createDirectories(CorpusTest.CORPUS.resolve(parser.word()));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(folder.resolve(seeds.size() == 1 ? name : name + "-" + (i + 1)), seeds.get(i));
    }
  }

  private byte[] exported(String format) throws IOException {
    Path file = folder.resolve("exported." + format);
    Schema schema =
        Schema.builder()
            .key("id", Types.int64())
            .field("name", Types.utf8())
            .field("tags", Types.list(Types.utf8()))
            .field("price", Types.decimal(9, 2))
            .vector("embedding", 3, Metric.L2)
            .build();
    try (Database database =
        Database.open(SimulatedEnv.inline(new SimulatedFileStore(1), 1), SampleTable.OPTIONS)) {
      Table table = database.createTable("t", schema);
      for (long id = 0; id < 5; id++) {
        table.add(
            List.of(
                Row.of(
                    "id",
                    id,
                    "name",
                    id == 3 ? null : "row " + id,
                    "tags",
                    List.of("a", "b" + id),
                    "embedding",
                    new float[] {id, -1, 0.5f})));
      }
      boolean vectorsOnly = format.equals("npy") || format.equals("fvecs");
      Scan scan = vectorsOnly ? table.scan().select("embedding") : table.scan();
      Exports.write(scan, file, Formats.named(format), FormatOptions.DEFAULT);
    }
    return Files.readAllBytes(file);
  }

  private static byte[] compressed(CodecType codec, boolean file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    var channel = Channels.newChannel(bytes);
    var none = new DictionaryProvider.MapDictionaryProvider();
    var factory = CommonsCompressionFactory.INSTANCE;
    IpcOption option = IpcOption.DEFAULT;
    try (BufferAllocator allocator = new RootAllocator();
        BigIntVector ids = new BigIntVector("id", allocator);
        VarCharVector texts = new VarCharVector("text", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(ids, texts);
        ArrowWriter writer =
            file
                ? new ArrowFileWriter(root, none, channel, null, option, factory, codec)
                : new ArrowStreamWriter(root, none, channel, option, factory, codec)) {
      for (int row = 0; row < 60; row++) {
        ids.setSafe(row, row * 3L);
        if (row % 5 != 0) {
          texts.setSafe(row, ("text " + row % 7 + " of a row").getBytes(StandardCharsets.UTF_8));
        }
      }
      root.setRowCount(60);
      writer.writeBatch();
    }
    return bytes.toByteArray();
  }
}
