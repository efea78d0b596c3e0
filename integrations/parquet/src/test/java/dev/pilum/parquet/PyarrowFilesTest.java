package dev.pilum.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.formats.Imports;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.testkit.rows.Shown;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that pyarrow wrote; {@code make.py} beside them says how. */
class PyarrowFilesTest {
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

  @Test
  void aTableOfLanceDbComesInWithItsVectors() {
    Imports.parquet(file("lance")).key("id").into(db, "t");
    assertThat(schema("t"))
        .containsExactly(
            "id int64 not null",
            "vector vector<float32>[3]",
            "half vector<float16>[2]",
            "codes vector<int8>[2]",
            "double vector<float32>[2]",
            "text utf8",
            "at timestamp[UTC]");
    assertThat(rows("t"))
        .containsExactly(
            "[id=Long 1, vector=[1.5, -2.0, 0.0], half=[1.5, 2.5], codes=[1, -128], double=[1.0,"
                + " 2.0], text=String 漢字 😀, at=Instant 1970-01-01T00:00:00Z]",
            "[id=Long 2, vector=null, half=[0.0, -1.0], codes=[127, 0], double=[3.0, 4.0],"
                + " text=null, at=Instant 1970-01-01T00:00:00.000001Z]",
            "[id=Long 3, vector=[0.1, 0.2, 0.3], half=null, codes=[3, 4], double=[5.0, 6.5],"
                + " text=String , at=null]");
    assertThat(db.openTable("t").search("vector", new float[] {0.1f, 0.2f, 0.3f}).limit(1).hits())
        .extracting(hit -> hit.row().get("id"))
        .containsExactly(3L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4"})
  void everyTypeComesInWhateverTheCompression(String codec) {
    Imports.parquet(file("scalars-" + codec)).into(db, "t");
    assertThat(String.join(", ", schema("t")))
        .isEqualTo(
            "b bool, i8 int8, u16 uint16, u32 uint32, u64 int64, f16 float16, f32 float32, f64"
                + " float64, dec decimal(22, 2), small_dec decimal(5, 2), bin binary, day date,"
                + " time time, millis time, ts timestamp, berlin timestamp[Europe/Berlin], uuid"
                + " uuid, word utf8, tags list<utf8>, place struct<city utf8, zip int64>, many"
                + " list<vector<float32>[2]>");
    List<String> rows = rows("t");
    assertThat(rows.get(0))
        .isEqualTo(
            "[b=Boolean true, i8=Integer -128, u16=Integer 0, u32=Long 0, u64=Long 0, f16=Float"
                + " 1.5, f32=Float 1.5, f64=Double 1.5, dec=BigDecimal -1.50, small_dec=BigDecimal"
                + " -1.50, bin=[0, -1], day=LocalDate 1969-12-31, time=LocalTime 00:00:00.000001,"
                + " millis=LocalTime 00:00:00.001, ts=LocalDateTime 1969-12-31T23:59:59.999999,"
                + " berlin=Instant 2024-02-29T12:00:00Z, uuid=UUID"
                + " 00000000-0000-0000-0000-000000000001, word=String x, tags=[String a, null],"
                + " place=[city=String Köln, zip=Long 5], many=[[1.0, 2.0], [3.0, 4.0]]]");
    assertThat(rows.get(1)).containsPattern("^\\[(\\w+=null, ){20}many=null\\]$");
    assertThat(rows.get(2))
        .isEqualTo(
            "[b=Boolean false, i8=Integer 127, u16=Integer 65535, u32=Long 4294967295, u64=Long"
                + " 9223372036854775807, f16=Float -0.25, f32=Float 0.1, f64=Double 0.1,"
                + " dec=BigDecimal 12345678901234567890.12, small_dec=BigDecimal 7.25, bin=[],"
                + " day=LocalDate 2024-02-29, time=LocalTime 23:59:59, millis=LocalTime 23:59:59,"
                + " ts=LocalDateTime 2024-02-29T00:00, berlin=Instant 1900-01-01T00:00:00Z,"
                + " uuid=UUID ffffffff-ffff-ffff-ffff-ffffffffffff, word=String x, tags=[],"
                + " place=[city=null, zip=null], many=[]]");
  }

  @Test
  void listsOfOneLengthAreVectorsWithoutAnArrowSchemaToo() {
    Imports.parquet(file("bare")).key("id").into(db, "t");
    assertThat(schema("t"))
        .containsExactly("id int32 not null", "v vector<float32>[2]", "ragged list<float32>");
    assertThat(rows("t"))
        .hasSize(5)
        .endsWith(
            "[id=Integer 4, v=[4.0, 0.5], ragged=[Float 0.5, Float 0.5, Float 0.5, Float 0.5]]");
  }

  @Test
  void timestampsOfOldSparkAreUnderstood() {
    Imports.parquet(file("int96")).into(db, "t");
    assertThat(rows("t"))
        .containsExactly(
            "[at=LocalDateTime 1970-01-01T00:00]",
            "[at=LocalDateTime 1970-01-01T00:00:00.000001]",
            "[at=null]");
  }

  @Test
  void aMapIsRefusedByName() {
    assertThatThrownBy(() -> Imports.parquet(file("map")).into(db, "t"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("column 'm' is a map");
  }

  private static Path file(String name) {
    try {
      return Path.of(PyarrowFilesTest.class.getResource("/pyarrow/" + name + ".parquet").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> schema(String table) {
    return db.openTable(table).schema().fields().stream().map(f -> f.describe()).toList();
  }

  private List<String> rows(String table) {
    return db.openTable(table).scan().rows().stream().map(Shown::of).toList();
  }
}
