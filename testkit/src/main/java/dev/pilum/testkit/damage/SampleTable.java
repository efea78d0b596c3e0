package dev.pilum.testkit.damage;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A small table that has a file of every type: two segments, one of them with dead rows, each with
 * graphs, a text index, zone maps and scalar indexes; and rows that only the log has.
 */
public final class SampleTable {
  /** How its database is opened: graphs for few rows, and no flush nor merge unless asked for. */
  public static final DatabaseOptions OPTIONS =
      DatabaseOptions.DEFAULT.withGraphMinimumRows(8).withMaximumSegments(8);

  static final String ID = "id";
  static final String NUMBER = "number";
  static final String NAME = "name";
  static final String BODY = "body";
  static final String TAGS = "tags";
  static final String VECTOR = "vector";
  static final String BITS = "bits";
  static final String PASSAGES = "passages";

  /** More rows than one segment may have that is searched exactly, few enough for every byte. */
  static final int SEGMENT_ROWS = 20;

  static final int ROWS = 2 * SEGMENT_ROWS + 3;

  private static final List<String> WORDS = List.of("graph", "walk", "row", "tree", "page");

  private SampleTable() {}

  /** Makes the table; {@code seed} draws its values, but not how many rows there are. */
  public static void create(Database database, String name, long seed) {
    Table table = database.createTable(name, schema());
    SplittableRandom random = new SplittableRandom(seed);
    table.add(rows(0, SEGMENT_ROWS, random));
    table.flush();
    table.add(rows(SEGMENT_ROWS, SEGMENT_ROWS, random));
    table.flush();
    table.createIndex(NUMBER, ScalarIndex.ORDERED);
    table.createIndex(NUMBER, ScalarIndex.BITMAP);
    table.createIndex(TAGS, ScalarIndex.LABEL_LIST);
    table.awaitUpkeep();
    table.deleteAll(List.of(1L, 7L, 8L));
    table.flush();
    table.awaitUpkeep();
    table.add(rows(2 * SEGMENT_ROWS, 2, random));
    table.add(rows(2 * SEGMENT_ROWS + 2, 1, random));
  }

  private static Schema schema() {
    return Schema.builder()
        .key(ID, Types.int64())
        .field(NUMBER, Types.int32())
        .field(NAME, Types.utf8())
        .text(BODY, "whitespace")
        .field(TAGS, Types.list(Types.utf8()))
        .vector(VECTOR, 4, Metric.L2)
        .bits(BITS, 16)
        .multivector(PASSAGES, 2, Metric.DOT)
        .build();
  }

  private static List<Row> rows(int from, int count, SplittableRandom random) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      int number = random.nextInt(10);
      rows.add(
          Row.of(
              ID,
              (long) i,
              NUMBER,
              i % 9 == 4 ? null : (Integer) number,
              NAME,
              "name " + number,
              BODY,
              WORDS.get(number % 5) + " " + WORDS.get(i % 5) + " word" + i,
              TAGS,
              List.of("all", "n" + number),
              VECTOR,
              vector(random, 4),
              BITS,
              new byte[] {(byte) random.nextInt(256), (byte) i},
              PASSAGES,
              new float[][] {vector(random, 2), vector(random, 2)}));
    }
    return rows;
  }

  /** Coordinates are small whole numbers, so that distances are exact. */
  private static float[] vector(SplittableRandom random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random.nextInt(-9, 10);
    }
    return vector;
  }

  /** Changes the table a little, as an application would go on. */
  static void write(Table table) {
    table.upsert(Row.copyOf(rows(ROWS, 1, new SplittableRandom(ROWS)).getFirst()));
    table.update(3L, Map.of(NAME, "changed"));
  }
}
