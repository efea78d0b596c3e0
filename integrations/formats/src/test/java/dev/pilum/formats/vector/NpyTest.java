package dev.pilum.formats.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.formats.Exports;
import dev.pilum.formats.Imports;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.rows.Shown;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors in numpy's files. */
class NpyTest {
  @TempDir Path folder;
  private Database db;

  @BeforeEach
  void open() {
    db = Database.open(folder.resolve("db"));
  }

  @AfterEach
  void close() {
    db.close();
  }

  @ParameterizedTest
  @CsvSource({"<f2,float16", "<f4,float32", "<f8,float32", "|i1,int8", "|u1,bit"})
  void arraysOfEachKindBecomeVectorsWithTheirIds(String descr, String element) throws IOException {
    int width = Integer.parseInt(descr.substring(2));
    ByteBuffer values = ByteBuffer.allocate(6 * width).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 6; i++) {
      switch (width) {
        case 1 -> values.put((byte) (i - 3));
        case 2 -> values.putShort(Float.floatToFloat16(i - 3));
        case 4 -> values.putFloat(i - 3);
        default -> values.putDouble(i - 3);
      }
    }
    Path file = npy("v.npy", descr, "(3, 2)", values.array());
    ByteBuffer ids = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    ids.putLong(70).putLong(80).putLong(-90);
    Imports.of(file).ids(npy("ids.npy", "<i8", "(3,)", ids.array())).into(db, "t");
    Table table = db.openTable("t");
    DataType.Vector type = (DataType.Vector) table.schema().field("embedding").type();
    assertThat(type.element().name().toLowerCase(Locale.ROOT)).isEqualTo(element);
    assertThat(type.dimension()).isEqualTo(element.equals("bit") ? 16 : 2);
    List<Row> rows = table.scan().rows();
    assertThat(rows).extracting(row -> row.get("id")).containsExactly(70L, 80L, -90L);
    Object last = width == 1 ? new byte[] {1, 2} : new float[] {1, 2};
    assertThat(rows.getLast().get("embedding")).isEqualTo(last);
  }

  @ParameterizedTest
  @EnumSource(Element.class)
  void vectorsComeBackAsTheyWere(Element element) {
    Table table =
        db.createTable(
            "t",
            Schema.builder().key("id", Types.int64()).field("v", Types.vector(element, 8)).build());
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < 300; id++) {
      Object vector =
          element == Element.INT8 || element == Element.BIT
              ? ByteBuffer.allocate(element == Element.BIT ? 1 : 8).put(0, (byte) id).array()
              : new float[] {id, -1, 0.5f, 0, 0, 0, 0, 1};
      rows.add(Row.of("id", id, "v", vector));
    }
    table.add(rows);
    Path file = folder.resolve("v.npy");
    assertThat(Exports.write(table.scan().select("v"), file)).isEqualTo(300);
    Imports.of(file).vectorColumn("v").into(db, "u");
    assertSame(db.openTable("u"), table);
    if (element == Element.FLOAT32) {
      Exports.write(table.scan().select("v"), folder.resolve("v.fvecs"));
      Imports.of(folder.resolve("v.fvecs")).vectorColumn("v").into(db, "w");
      assertSame(db.openTable("w"), table);
    } else {
      assertThatThrownBy(() -> Exports.write(table.scan(), folder.resolve("v.fvecs")))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("npy");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<f4;(2, 2);cut off",
        "<f4;(1,);rows and columns",
        "<f4;();single value",
        "<f4;(461168601842738790, 461168601842738790);fits on a disk",
        "<f4;(0, 999999999999999999);columns",
        "<f4;(99999999999999999999, 1);fits in memory",
        ">f4;(1, 1);elements of type",
        "<c8;(1, 1);elements of type",
        "<i8;(1, 1);cut off",
      })
  void aHeaderThatPromisesSomethingElseIsRefused(String descr, String shape, String reason)
      throws IOException {
    Path file = npy("v.npy", descr, shape, new byte[shape.startsWith("(0") ? 0 : 4]);
    assertThatThrownBy(() -> Imports.of(file).into(db, "t"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("v.npy")
        .hasMessageContaining(reason);
  }

  @Test
  void whatCannotBeInAnArrayIsRefused() {
    Table table =
        db.createTable(
            "t", Schema.builder().key("id", Types.int64()).field("v", Types.vector(2)).build());
    table.add(List.of(Row.of("id", 1L)));
    Path file = folder.resolve("v.npy");
    assertThatThrownBy(() -> Exports.write(table.scan(), file))
        .isInstanceOf(PilumException.class)
        .hasMessageContaining("v is not null");
    assertThatThrownBy(() -> Exports.write(table.scan().select("id"), file))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("one column of vectors");
    assertThat(file).doesNotExist();
  }

  private static void assertSame(Table actual, Table expected) {
    List<Row> rows = expected.scan().rows();
    List<Row> found = actual.scan().rows();
    assertThat(found).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(Shown.of(found.get(i))).isEqualTo(Shown.of(rows.get(i)));
    }
  }

  /** Writes a file as numpy does. */
  private Path npy(String name, String descr, String shape, byte[] values) throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, shape);
    byte[] text =
        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file =
        ByteBuffer.allocate(10 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0);
    file.putShort((short) text.length).put(text).put(values);
    return Files.write(folder.resolve(name), file.array());
  }
}
