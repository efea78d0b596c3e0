package dev.pilum.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.formats.Exports;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Leaves a Parquet file in {@code target/parquet-interop} with the same rows as JSON beside it, for
 * a reader in another language ({@code .ci/parquet-js}).
 */
class ParquetInteropTest {
  private static final Path FOLDER = Path.of("target", "parquet-interop");

  @TempDir Path folder;

  @Test
  void rowsForAReaderInAnotherLanguage() throws IOException {
    Files.createDirectories(FOLDER);
    try (Database db = Database.open(folder.resolve("db"))) {
      Table table = db.createTable("t", schema());
      table.add(List.of(row(1, 1.5f), Row.of("id", 2L), row(1L << 40, Float.NaN)));
      assertThat(Exports.write(table.scan(), FOLDER.resolve("rows.parquet"))).isEqualTo(3);
      assertThat(Exports.write(table.scan(), FOLDER.resolve("rows.jsonl"))).isEqualTo(3);
    }
  }

  private static Schema schema() {
    return Schema.builder()
        .key("id", Types.int64())
        .field("ok", Types.bool())
        .field("small", Types.uint8())
        .field("single", Types.float32())
        .field("text", Types.utf8())
        .field("bytes", Types.binary())
        .field("at", Types.timestamp("UTC"))
        .field("tags", Types.list(Types.utf8()))
        .field(
            "place", Types.struct(Field.of("city", Types.utf8()), Field.of("zip", Types.int32())))
        .field("v", Types.vector(3))
        .field("half", Types.vector(Element.FLOAT16, 2))
        .field("codes", Types.vector(Element.INT8, 2))
        .field("bits", Types.bits(16))
        .field("many", Types.multivector(2))
        .build();
  }

  private static Row row(long id, float number) {
    return Row.of(
        "id",
        id,
        "ok",
        true,
        "small",
        255,
        "single",
        number,
        "text",
        "漢字 😀 \"x\"\n",
        "bytes",
        new byte[] {0, -1},
        "at",
        Instant.parse("2024-02-29T12:00:00.250Z"),
        "tags",
        Arrays.asList("a", null, ""),
        "place",
        Map.of("city", "Köln", "zip", -5),
        "v",
        new float[] {1.5f, -2, 0},
        "half",
        new float[] {0.5f, 1},
        "codes",
        new byte[] {-128, 127},
        "bits",
        new byte[] {-1, 1},
        "many",
        List.of(new float[] {1, 2}, new float[] {3, 4}));
  }
}
