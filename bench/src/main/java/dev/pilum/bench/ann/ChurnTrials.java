package dev.pilum.bench.ann;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Hit;
import dev.pilum.Row;
import dev.pilum.Search;
import dev.pilum.Table;
import dev.pilum.cli.ann.AnnRequest;
import dev.pilum.cli.ann.ChurnRequest;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Measures how much searches find in a table of which half of the rows were deleted and half
 * upserted, in random order and in turns: as its upkeep left it, and compacted, beside a table made
 * of what is left. The truth is what Pilum's own exact search says.
 */
final class ChurnTrials {
  private static final String KEY = "id";
  private static final String VECTOR = "vector";
  private static final int BATCH = 100;
  private static final long SEED = 0x5EED;

  private final ChurnRequest request;
  private final int rowCount;
  private final Random random = new Random(SEED);

  /** Which of the vectors each key has. */
  private final Map<Integer, Integer> model = new TreeMap<>();

  ChurnTrials(ChurnRequest request) {
    this.request = request;
    this.rowCount = request.base().length;
  }

  /** Builds the tables and counts; returns a line for each table and breadth. */
  List<Row> run(PrintWriter messages) {
    DatabaseOptions options =
        DatabaseOptions.DEFAULT.withGraphMinimumRows(
            Math.clamp(rowCount / 4, 1, DatabaseOptions.DEFAULT.graphMinimumRows()));
    try (Database db = Database.open(request.folder().resolve("pilum"), options)) {
      Table churned = create(db, "churned");
      put(churned, keys());
      churned.flush();
      churned.awaitUpkeep();
      churn(churned);
      churned.flush();
      churned.awaitUpkeep();
      Table fresh = create(db, "fresh");
      write(fresh, List.copyOf(model.keySet()));
      fresh.optimize();
      double[] ofFresh = recalls(fresh);
      List<Row> lines = new ArrayList<>(lines("fresh", fresh, ofFresh, ofFresh, messages));
      lines.addAll(lines("churned", churned, recalls(churned), ofFresh, messages));
      churned.optimize();
      lines.addAll(lines("compacted", churned, recalls(churned), ofFresh, messages));
      return lines;
    }
  }

  private Table create(Database db, String name) {
    Schema schema =
        Schema.builder()
            .key(KEY, Types.int32())
            .vector(VECTOR, request.base()[0].length, request.metric())
            .build();
    return db.createTable(name, schema);
  }

  /** Deletes a random half and upserts another with any of the vectors, batch by batch in turns. */
  private void churn(Table table) {
    List<Integer> toDelete = shuffledKeys();
    List<Integer> toUpsert = shuffledKeys();
    int half = rowCount / 2;
    for (int from = 0; from < half; from += BATCH) {
      int to = Math.min(half, from + BATCH);
      List<Integer> gone = toDelete.subList(from, to);
      table.deleteAll(gone);
      model.keySet().removeAll(gone);
      put(table, toUpsert.subList(from, to));
    }
  }

  private void put(Table table, List<Integer> keys) {
    boolean first = model.isEmpty();
    for (int key : keys) {
      model.put(key, first ? key : random.nextInt(rowCount));
    }
    write(table, keys);
  }

  private void write(Table table, List<Integer> keys) {
    for (int from = 0; from < keys.size(); from += BATCH) {
      List<Row> rows = new ArrayList<>();
      for (int key : keys.subList(from, Math.min(keys.size(), from + BATCH))) {
        rows.add(Row.of(KEY, key, VECTOR, request.base()[model.getOrDefault(key, key)]));
      }
      table.upsert(rows);
    }
  }

  private List<Integer> shuffledKeys() {
    List<Integer> keys = keys();
    Collections.shuffle(keys, random);
    return keys;
  }

  private List<Integer> keys() {
    List<Integer> keys = new ArrayList<>();
    for (int key = 0; key < rowCount; key++) {
      keys.add(key);
    }
    return keys;
  }

  /** Returns the recall at each breadth. */
  private double[] recalls(Table table) {
    long[] right = new long[request.breadths().size()];
    long wanted = 0;
    for (float[] query : request.queries()) {
      float[] truth = distances(table.search(VECTOR, query).limit(AnnRequest.K).exact());
      wanted += truth.length;
      for (int i = 0; i < right.length; i++) {
        int ef = request.breadths().get(i);
        float[] found = distances(table.search(VECTOR, query).limit(AnnRequest.K).ef(ef));
        right[i] += within(found, truth[truth.length - 1]);
      }
    }
    double[] recalls = new double[right.length];
    for (int i = 0; i < right.length; i++) {
      recalls[i] = right[i] / (double) wanted;
    }
    return recalls;
  }

  /** Equal vectors are many here, and one is as good as the other: distances are compared. */
  private static long within(float[] found, float farthest) {
    long count = 0;
    for (float distance : found) {
      count += distance <= farthest ? 1 : 0;
    }
    return count;
  }

  private static float[] distances(Search search) {
    List<Hit> hits = search.select(KEY).hits();
    float[] distances = new float[hits.size()];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = hits.get(i).distance();
    }
    return distances;
  }

  private List<Row> lines(
      String name, Table table, double[] recalls, double[] ofFresh, PrintWriter messages) {
    messages.printf(
        "%s: %s%n", name, table.search(VECTOR, request.queries()[0]).explain().toString().strip());
    messages.flush();
    List<Row> lines = new ArrayList<>();
    for (int i = 0; i < recalls.length; i++) {
      lines.add(
          Row.of(
              "engine", "pilum",
              "table", name,
              "rows", table.count(),
              "segments", table.stats().segments().size(),
              "ef", request.breadths().get(i),
              "recall", Figures.rounded(recalls[i], 4),
              "lessThanFresh", Figures.rounded(ofFresh[i] - recalls[i], 4),
              "file", request.file()));
    }
    return lines;
  }
}
