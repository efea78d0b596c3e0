package dev.pilum.cli.life;

import dev.pilum.Hit;
import dev.pilum.Reader;
import dev.pilum.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/** Asks versions of a table everything and counts the answers that are not their model's. */
final class OldAnswers {
  private static final int NEAREST = 10;

  /** The engine adds up float32, the model float64. */
  private static final double TOLERANCE = 1e-4;

  private final Memories questions;
  private int asked;
  private int wrong;
  private int walked;
  private int found;

  OldAnswers(Memories questions) {
    this.questions = questions;
  }

  /** Asks a version that must have these rows. */
  void ask(Reader version, SortedMap<Long, Memory> rows) {
    note(version.count() == rows.size() && allAre(version.scan().rows(), rows));
    String kind = questions.kind();
    note(
        ids(version.scan().where("kind = ?", kind).rows())
            .equals(ids(rows, memory -> memory.kind().equals(kind))));
    String word = questions.word();
    int all = Math.max(1, rows.size());
    Set<Long> texts = new HashSet<>();
    version.searchText(Memory.WORDS, word).limit(all).hits().forEach(h -> texts.add(id(h.row())));
    note(texts.equals(ids(rows, memory -> memory.has(word))));
    askNearest(version, rows);
  }

  private void askNearest(Reader version, SortedMap<Long, Memory> rows) {
    float[] vector = questions.vector();
    double[] distances =
        rows.values().stream()
            .mapToDouble(memory -> memory.distanceTo(vector))
            .sorted()
            .limit(NEAREST)
            .toArray();
    List<Hit> exact = version.search(Memory.VECTOR, vector).exact().limit(NEAREST).hits();
    note(exact.size() == distances.length && areNearest(exact, rows, vector, distances));
    List<Hit> usual = version.search(Memory.VECTOR, vector).limit(NEAREST).hits();
    Set<Long> nearest = new HashSet<>();
    exact.forEach(hit -> nearest.add(id(hit.row())));
    walked += exact.size();
    usual.forEach(hit -> found += nearest.contains(id(hit.row())) ? 1 : 0);
  }

  private static boolean areNearest(
      List<Hit> hits, SortedMap<Long, Memory> rows, float[] vector, double[] distances) {
    for (int i = 0; i < distances.length; i++) {
      Memory memory = rows.get(id(hits.get(i).row()));
      double off = memory == null ? 1 : Math.abs(memory.distanceTo(vector) - distances[i]);
      if (off > TOLERANCE * Math.max(1, distances[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean allAre(List<Row> read, SortedMap<Long, Memory> rows) {
    for (Row row : read) {
      Memory memory = rows.get(id(row));
      if (memory == null || !memory.is(row)) {
        return false;
      }
    }
    return read.size() == rows.size();
  }

  private static Set<Long> ids(List<Row> rows) {
    Set<Long> ids = new HashSet<>();
    rows.forEach(row -> ids.add(id(row)));
    return ids;
  }

  private static Set<Long> ids(SortedMap<Long, Memory> rows, Predicate<Memory> which) {
    Set<Long> ids = new HashSet<>();
    rows.values().stream().filter(which).forEach(memory -> ids.add(memory.id()));
    return ids;
  }

  private static long id(Row row) {
    return row.get(Memory.ID) instanceof Long id ? id : -1;
  }

  private void note(boolean right) {
    asked++;
    wrong += right ? 0 : 1;
  }

  int asked() {
    return asked;
  }

  int wrong() {
    return wrong;
  }

  /** Returns how many of the nearest rows searches with default settings found. */
  double recall() {
    return walked == 0 ? 1 : (double) found / walked;
  }
}
