package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.ChangeBatch;
import dev.pilum.ChangeMode;
import dev.pilum.ChangePosition;
import dev.pilum.Row;
import dev.pilum.RowChange;
import dev.pilum.RowChange.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The changes that a table must tell, found by comparing models of its versions. */
final class ExpectedChanges {
  private final SortedMap<Long, TableModel> models = new TreeMap<>();

  /** A change as far as a model knows it. */
  private record Expected(
      long version, long index, boolean last, Kind kind, Object key, @Nullable Row row) {
    ChangePosition position() {
      return last ? ChangePosition.after(version) : new ChangePosition(version - 1, index + 1);
    }

    boolean isToldBy(RowChange change) {
      return change.version() == version
          && change.index() == index
          && change.last() == last
          && change.kind() == kind
          && key.equals(change.key())
          && isSame(change.row(), row);
    }

    private static boolean isSame(@Nullable Row told, @Nullable Row expected) {
      if (told == null) {
        return expected == null;
      }
      return expected != null && TableComparison.sameRow(told, expected);
    }
  }

  /** Notes what the table is at a version, and that there is none behind it. */
  void note(TableModel model) {
    models.tailMap(model.version()).clear();
    models.put(model.version(), model);
  }

  /** Returns the table at a version. */
  TableModel at(long version) {
    TableModel model = models.get(version);
    assertThat(model).as("version %d", version).isNotNull();
    return java.util.Objects.requireNonNull(model);
  }

  /** Asserts that a batch has the changes that come next, and ends behind them. */
  void assertNext(ChangePosition from, ChangeBatch batch) {
    long last = batch.isEmpty() ? from.version() : batch.changes().getLast().version();
    List<Expected> next = between(from, last, ChangeMode.EVERY);
    assertTold(batch.changes(), next.subList(0, Math.min(batch.size(), next.size())));
    if (!batch.isEmpty()) {
      assertThat(batch.end()).isEqualTo(next.get(batch.size() - 1).position());
    }
  }

  /** Asserts that these are all changes behind {@code from} up to a version. */
  void assertAll(ChangePosition from, long upTo, ChangeMode mode, List<RowChange> told) {
    assertTold(told, between(from, upTo, mode));
  }

  private static void assertTold(List<RowChange> told, List<Expected> expected) {
    assertThat(told).as("expected %s", expected).hasSameSizeAs(expected);
    for (int i = 0; i < told.size(); i++) {
      assertThat(expected.get(i).isToldBy(told.get(i)))
          .as("%s instead of %s", told.get(i), expected.get(i))
          .isTrue();
    }
  }

  private List<Expected> between(ChangePosition from, long upTo, ChangeMode mode) {
    List<Expected> all = new ArrayList<>();
    for (long version = from.version() + 1; version <= upTo; version++) {
      List<Expected> changes = of(version);
      long passed = version == from.version() + 1 ? from.within() : 0;
      all.addAll(changes.subList((int) passed, changes.size()));
    }
    return switch (mode) {
      case EVERY -> all;
      case LAST_PER_KEY -> lastPerKey(all);
    };
  }

  private static List<Expected> lastPerKey(List<Expected> all) {
    Set<Object> seen = new HashSet<>();
    List<Expected> last = new ArrayList<>();
    for (Expected change : all.reversed()) {
      if (seen.add(change.key())) {
        last.addFirst(change);
      }
    }
    return last;
  }

  private List<Expected> of(long version) {
    TableModel before = at(version - 1);
    TableModel after = at(version);
    List<Object> gone = before.keys().stream().filter(key -> after.get(key) == null).toList();
    List<Object> came =
        after.keys().stream().filter(key -> isAnother(after.get(key), before.get(key))).toList();
    int count = gone.size() + came.size();
    List<Expected> changes = new ArrayList<>();
    for (Object key : gone) {
      changes.add(expected(version, changes.size(), count, Kind.DELETE, key, null));
    }
    for (Object key : came) {
      Kind kind = before.get(key) == null ? Kind.INSERT : Kind.UPDATE;
      changes.add(expected(version, changes.size(), count, kind, key, after.get(key)));
    }
    return changes;
  }

  @SuppressWarnings(
      "ReferenceEquality") // a row written anew is another, though its values are the same
  private static boolean isAnother(@Nullable Row after, @Nullable Row before) {
    return after != before;
  }

  private static Expected expected(
      long version, int index, int count, Kind kind, Object key, @Nullable Row row) {
    return new Expected(version, index, index == count - 1, kind, key, row);
  }
}
