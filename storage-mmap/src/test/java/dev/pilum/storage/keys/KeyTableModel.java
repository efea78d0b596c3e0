package dev.pilum.storage.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a key table must answer, kept in the plainest way: every row's hash in a list, the rows of
 * each hash in a map.
 */
final class KeyTableModel {
  private final Map<Long, List<Integer>> rowsByHash = new HashMap<>();
  private final List<Long> hashes = new ArrayList<>();

  void add(long hash) {
    rowsByHash.computeIfAbsent(hash, h -> new ArrayList<>()).add(0, hashes.size());
    hashes.add(hash);
  }

  long[] hashes() {
    return hashes.stream().mapToLong(Long::longValue).toArray();
  }

  int rowCount() {
    return hashes.size();
  }

  /**
   * Every hash proposes exactly its rows, newest first; other rows only where the lower 32 bits
   * agree.
   */
  void check(KeyTable table) {
    rowsByHash.forEach((hash, rows) ->
        assertThat(candidates(table, hash)).as("rows of hash %x", hash).isEqualTo(rows));
  }

  void checkAbsent(KeyTable table, long hash) {
    if (!rowsByHash.containsKey(hash)) {
      assertThat(candidates(table, hash)).as("rows of absent hash %x", hash).isEmpty();
    }
  }

  /**
   * The candidates whose own hash is the one asked for: what is left after the caller compared
   * keys.
   */
  private List<Integer> candidates(KeyTable table, long hash) {
    List<Integer> found = new ArrayList<>();
    for (long at = table.first(hash); at != KeyTable.NONE; at = table.next(hash, at)) {
      int ordinal = table.ordinal(at);
      if (hashes.get(ordinal) == hash) {
        found.add(ordinal);
      }
    }
    return found;
  }

  /**
   * Returns a hash that often meets others: all their upper halves, lower halves or wholes come
   * from a few values.
   */
  static long crowdedHash(RandomGenerator random, int values) {
    long value = random.nextInt(values) * 0x9E3779B97F4A7C15L;
    return switch (random.nextInt(4)) {
      case 0 -> value;
      case 1 -> (value << 32) | random.nextInt(values);
      case 2 -> (value >>> 32) | ((long) random.nextInt(values) << 32);
      default -> random.nextInt(3) - 1;
    };
  }
}
