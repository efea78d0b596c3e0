package dev.pilum.engine.read;

import dev.pilum.engine.table.SourceView;
import dev.pilum.hnsw.Neighbors;
import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The rows that were found in one source, nearest first: a list that makes each when it is asked
 * for, as few are asked for twice. Immutable.
 */
final class FoundInSource extends AbstractList<Found> implements RandomAccess {
  private final SourceView source;
  private final Neighbors neighbors;
  private final int count;

  /** Takes all of {@code neighbors}, which are rows of {@code source}. */
  FoundInSource(SourceView source, Neighbors neighbors) {
    this(source, neighbors, neighbors.count());
  }

  private FoundInSource(SourceView source, Neighbors neighbors, int count) {
    this.source = source;
    this.neighbors = neighbors;
    this.count = count;
  }

  /** Returns those of the rows that are no farther away than {@code radius}. */
  FoundInSource within(float radius) {
    int near = count;
    while (near > 0 && neighbors.distance(near - 1) > radius) {
      near--;
    }
    return near == count ? this : new FoundInSource(source, neighbors, near);
  }

  @Override
  public Found get(int rank) {
    return new Found(source, neighbors.ordinal(rank), neighbors.distance(rank));
  }

  @Override
  public int size() {
    return count;
  }
}
