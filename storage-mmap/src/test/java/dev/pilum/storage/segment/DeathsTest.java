package dev.pilum.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Dead rows as of versions gone by. */
class DeathsTest {
  private static final int ROWS = 70_000;

  @Test
  void everyVersionShowsWhatWasDeadThen() {
    long seed = Long.getLong("seed", 0xDEAD);
    SplittableRandom random = new SplittableRandom(seed);
    List<BitSet> model = new ArrayList<>();
    List<DeadRows> sets = new ArrayList<>();
    BitSet gone = new BitSet();
    DeadRows dead = DeadRows.NONE;
    for (int version = 0; version < 200; version++) {
      DeadRows.Builder next = dead.toBuilder();
      for (int i = random.nextInt(4); i > 0; i--) {
        int ordinal = random.nextInt(ROWS);
        assertThat(next.add(ordinal, version)).isEqualTo(!gone.get(ordinal));
        gone.set(ordinal);
      }
      dead = next.build();
      sets.add(dead);
      model.add((BitSet) gone.clone());
    }
    for (int version = 0; version < model.size(); version++) {
      assertSame(sets.get(version), model.get(version), seed);
      assertSame(dead.asOf(version, ROWS, ROWS), model.get(version), seed);
    }
  }

  @Test
  void rowsThatCameLaterAreNotThere() {
    DeadRows.Builder builder = DeadRows.NONE.toBuilder();
    builder.add(2);
    builder.add(9, 5);
    builder.add(1, 7);
    DeadRows dead = builder.build();
    assertThat(ordinals(dead.asOf(4, 8, 12))).containsExactly(2, 8, 9, 10, 11);
    assertThat(ordinals(dead.asOf(6, 10, 12))).containsExactly(2, 9, 10, 11);
    assertThat(ordinals(dead.asOf(7, 12, 12))).containsExactly(1, 2, 9);
  }

  @Test
  void rowsThatCameLaterMayBeginAndEndAnywhere() {
    DeadRows.Builder builder = DeadRows.NONE.toBuilder();
    builder.add(64, 1);
    builder.add(65_535, 2);
    DeadRows dead = builder.build();
    int[] edges = {0, 1, 63, 64, 65, 127, 128, 65_535, 65_536, 65_537, 69_999, ROWS};
    for (int born : edges) {
      for (int end : edges) {
        BitSet expected = new BitSet();
        expected.set(64);
        expected.set(65_535);
        if (born < end) {
          expected.set(born, end);
        }
        DeadRows then = dead.asOf(2, born, end);
        assertThat(then.count()).as("%d to %d", born, end).isEqualTo(expected.cardinality());
        assertThat(ordinals(then)).isEqualTo(expected.stream().boxed().toList());
      }
    }
  }

  @Test
  void twoThatGoOnFromOneHistoryDoNotSeeEachOther() {
    DeadRows.Builder first = DeadRows.NONE.toBuilder();
    first.add(1, 1);
    DeadRows common = first.build();
    DeadRows.Builder left = common.toBuilder();
    DeadRows.Builder right = common.toBuilder();
    left.add(2, 2);
    right.add(3, 2);
    assertThat(ordinals(left.build().asOf(2, 9, 9))).containsExactly(1, 2);
    assertThat(ordinals(right.build().asOf(2, 9, 9))).containsExactly(1, 3);
    assertThat(ordinals(common.asOf(9, 9, 9))).containsExactly(1);
  }

  private static void assertSame(DeadRows dead, BitSet expected, long seed) {
    assertThat(dead.count()).as("seed 0x%X", seed).isEqualTo(expected.cardinality());
    assertThat(ordinals(dead)).isEqualTo(expected.stream().boxed().toList());
  }

  private static List<Integer> ordinals(DeadRows dead) {
    List<Integer> ordinals = new ArrayList<>();
    for (int ordinal = 0; ordinal < ROWS; ordinal++) {
      if (dead.contains(ordinal)) {
        ordinals.add(ordinal);
      }
    }
    return ordinals;
  }
}
