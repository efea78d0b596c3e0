package dev.pilum.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.formats.ImportReport;
import dev.pilum.formats.Imports;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as others write or wrote them, made by Apache Parquet. */
class OtherWritersTest {
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
  void listsAsHiveAndOldAvroWroteThemAreLists() throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            """
            message m {
              optional group hive (LIST) { repeated group bag { optional int32 array_element; } }
              optional group avro (LIST) { repeated int32 array; }
            }
            """);
    SimpleGroupFactory rows = new SimpleGroupFactory(type);
    Group full = rows.newGroup();
    Group hive = full.addGroup("hive");
    hive.addGroup("bag").add("array_element", 1);
    hive.addGroup("bag");
    full.addGroup("avro").append("array", 2).append("array", 3);
    Group empty = rows.newGroup();
    empty.addGroup("hive");
    empty.addGroup("avro");
    Path file = write(type, Map.of(), full, empty, rows.newGroup());
    Imports.parquet(file).into(db, "t");
    Table table = db.openTable("t");
    assertThat(table.scan().rows())
        .extracting(row -> row.get("hive"))
        .containsExactly(Arrays.asList(1, null), List.of(), null);
    assertThat(table.scan().rows())
        .extracting(row -> row.get("avro"))
        .containsExactly(List.of(2, 3), List.of(), null);
  }

  @Test
  void listsWithHolesAreNoVectors() throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message m { optional group v (LIST) { repeated group list { optional float element; }"
                + " } }");
    SimpleGroupFactory rows = new SimpleGroupFactory(type);
    Group whole = rows.newGroup();
    Group first = whole.addGroup("v");
    first.addGroup("list").add("element", 1f);
    first.addGroup("list").add("element", 2f);
    Group holed = rows.newGroup();
    Group second = holed.addGroup("v");
    second.addGroup("list").add("element", 3f);
    second.addGroup("list");
    Imports.parquet(write(type, Map.of(), whole, holed)).into(db, "t");
    assertThat(db.openTable("t").scan().rows())
        .extracting(row -> row.get("v"))
        .containsExactly(List.of(1f, 2f), Arrays.asList(3f, null));
  }

  @Test
  void aVectorWithoutANumberIsRejectedAlone() throws IOException {
    Table model = db.createTable("m", Schema.builder().vector("v", 2, Metric.COSINE).build());
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message m { optional group v (LIST) { repeated group list { required float element; }"
                + " } }");
    SimpleGroupFactory rows = new SimpleGroupFactory(type);
    Group[] groups = new Group[10];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = rows.newGroup();
      Group list = groups[i].addGroup("v");
      list.addGroup("list").add("element", 1f);
      list.addGroup("list").add("element", i == 3 ? Float.NaN : i);
    }
    Path file =
        write(
            type, Map.of(ParquetRows.ARROW_SCHEMA, ParquetRows.arrowSchema(model.scan())), groups);
    Path bad = folder.resolve("bad.jsonl");
    ImportReport report = Imports.parquet(file).rejectTo(bad, 5).into(db, "t");
    assertThat(report.rows()).isEqualTo(9);
    assertThat(Files.readAllLines(bad))
        .singleElement()
        .asString()
        .contains("\"line\":4", "NaN", "'v'");
  }

  private Path write(MessageType type, Map<String, String> words, Group... rows)
      throws IOException {
    Path file = folder.resolve("rows.parquet");
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        ParquetWriter<Group> writer =
            ExampleParquetWriter.builder(new ChannelOutput(channel))
                .withType(type)
                .withConf(new PlainParquetConfiguration())
                .withExtraMetaData(words)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withCodecFactory(new SnappyCodec())
                .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
    return file;
  }
}
