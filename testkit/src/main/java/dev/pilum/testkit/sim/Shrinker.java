package dev.pilum.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/*
 * Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002): the list is cut into n pieces; as long as
 * all without one piece still fails, go on with that; else cut finer. (With two pieces that is the other piece.) At the end no single element can be left out. Each list
 * tried costs a whole history, so their number has a limit.
 */
/** Makes a failing list short. One list; one thread at a time. */
final class Shrinker<T> {
  private final Predicate<List<T>> fails;
  private final int mostTries;
  private int tries;

  /**
   * Prepares.
   *
   * @param fails whether a list, a part of the first one in its order, fails in the same way
   */
  Shrinker(Predicate<List<T>> fails, int mostTries) {
    this.fails = fails;
    this.mostTries = mostTries;
  }

  /** Returns how many lists were tried. */
  int tries() {
    return tries;
  }

  /**
   * Returns a part of {@code failing} that fails too, and would not without any of its elements.
   */
  List<T> shrink(List<T> failing) {
    List<T> smallest = failing;
    int pieces = 2;
    while (smallest.size() >= 2 && tries < mostTries) {
      List<T> smaller = smaller(smallest, pieces);
      if (smaller.size() < smallest.size()) {
        pieces = Math.max(2, Math.min(pieces - 1, smaller.size()));
        smallest = smaller;
      } else if (pieces >= smallest.size()) {
        return smallest;
      } else {
        pieces = Math.min(2 * pieces, smallest.size());
      }
    }
    return smallest;
  }

  private List<T> smaller(List<T> list, int pieces) {
    for (int i = 0; i < pieces; i++) {
      int from = (int) ((long) list.size() * i / pieces);
      int to = (int) ((long) list.size() * (i + 1) / pieces);
      List<T> others = new ArrayList<>(list.subList(0, from));
      others.addAll(list.subList(to, list.size()));
      if (fails(others)) {
        return others;
      }
    }
    return list;
  }

  private boolean fails(List<T> list) {
    return tries++ < mostTries && fails.test(list);
  }
}
