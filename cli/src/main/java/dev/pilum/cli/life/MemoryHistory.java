package dev.pilum.cli.life;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The model of a table: what each of its commits did to one row. One thread. */
final class MemoryHistory {
  private final List<Change> changes = new ArrayList<>();

  /** What one commit did: wrote a row, or deleted it. */
  private record Change(long id, @Nullable Memory memory) {}

  void upserted(Memory memory) {
    changes.add(new Change(memory.id(), memory));
  }

  void deleted(long id) {
    changes.add(new Change(id, null));
  }

  /** Returns the rows that a version has, by key. */
  SortedMap<Long, Memory> at(long version) {
    SortedMap<Long, Memory> rows = new TreeMap<>();
    for (Change change : changes.subList(0, Math.toIntExact(version))) {
      if (change.memory() == null) {
        rows.remove(change.id());
      } else {
        rows.put(change.id(), change.memory());
      }
    }
    return rows;
  }
}
