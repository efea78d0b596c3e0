package dev.pilum.testkit.table;

import java.util.List;
import java.util.SplittableRandom;

/**
 * How likely each of several things is.
 *
 * @param each what the thing with this number has of the sum; 0 for one that never comes
 */
record Weights(List<Integer> each) {
  Weights {
    each = List.copyOf(each);
  }

  /** Draws one, and returns its number. */
  int draw(SplittableRandom random) {
    int at = random.nextInt(each.stream().mapToInt(weight -> weight).sum());
    int kind = 0;
    while (at >= each.get(kind)) {
      at -= each.get(kind++);
    }
    return kind;
  }
}
