package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is true of every table at any time, whatever was written. Checked after every passing test
 * that has one.
 */
public final class TableInvariants {
  private TableInvariants() {}

  /** Asserts that files and indexes say the same as the rows. Reads every file whole. */
  public static void check(Table table) {
    assertThat(table.verify().problems()).as("problems that verify finds").isEmpty();
    List<Row> rows = table.scan().rows();
    assertThat(table.count()).as("count").isEqualTo(rows.size());
    String key = table.schema().key();
    if (key != null) {
      checkKeys(table, key, rows);
    }
    for (Field field : table.schema().fields()) {
      if (field.type() instanceof DataType.Vector(DataType.Vector.Element element, int dimension)) {
        checkSearch(table, field.name(), dimension, rows);
      }
    }
  }

  /**
   * Asserts that nothing lies in the table's folder that no manifest names. True after opening;
   * between writes it may not be once one has failed.
   */
  public static void checkFiles(FileStore files, String table) {
    ManifestStore manifests = new ManifestStore(files, table);
    List<Long> generations = manifests.generations();
    assertThat(files.list(manifests.directory()))
        .as("manifests")
        .hasSize(generations.size())
        .hasSizeBetween(1, 2);
    Set<String> named = new HashSet<>();
    for (long generation : generations) {
      for (SegmentMeta segment : manifests.read(generation).segments()) {
        segment.files().stream().map(FileMeta::path).forEach(named::add);
      }
    }
    for (String folder : List.of("data", "index")) {
      List<String> paths =
          files.list(table + "/" + folder).stream().map(name -> folder + "/" + name).toList();
      assertThat(named).as("files that a manifest names").containsAll(paths);
    }
    assertThat(files.list(table + "/wal"))
        .as("logs")
        .isNotEmpty()
        .allMatch(name -> name.endsWith(".wal"));
  }

  private static void checkKeys(Table table, String key, List<Row> rows) {
    Set<Object> seen = new HashSet<>();
    for (Row row : rows) {
      Object value = row.get(key);
      assertThat(value).as("key").isNotNull();
      if (value != null && !(value instanceof byte[])) {
        assertThat(seen.add(value)).as("key %s is there once", value).isTrue();
        assertThat(table.get(value)).as("row with key %s", value).isNotNull();
      }
    }
  }

  private static void checkSearch(Table table, String column, int dimension, List<Row> rows) {
    long present = rows.stream().filter(row -> row.get(column) != null).count();
    int all = Math.max(1, rows.size());
    int hits = table.search(column, new float[dimension]).exact().limit(all).hits().size();
    assertThat(hits)
        .as("rows with a vector in '%s' that exact search finds", column)
        .isEqualTo((int) present);
  }
}
