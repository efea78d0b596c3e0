package dev.pilum.hnsw;

import java.util.Arrays;

/**
 * What a search found: rows with their distances, nearest first, ties by lower ordinal. Immutable.
 *
 * <p>Fewer rows than asked for mean that no more were accepted (exact search) or that none could be
 * reached (graph search).
 */
public final class Neighbors {

  private final int[] ordinals;
  private final float[] distances;

  private Neighbors(int[] ordinals, float[] distances) {
    this.ordinals = ordinals;
    this.distances = distances;
  }

  /** Takes the first {@code count} keys, which must ascend. */
  static Neighbors ofSortedKeys(long[] keys, int count) {
    int[] ordinals = new int[count];
    float[] distances = new float[count];
    for (int i = 0; i < count; i++) {
      ordinals[i] = DistanceKey.ordinal(keys[i]);
      distances[i] = DistanceKey.distance(keys[i]);
    }
    return new Neighbors(ordinals, distances);
  }

  /** Returns how many rows were found. */
  public int count() {
    return ordinals.length;
  }

  /** Returns the ordinal of the row at {@code rank}, 0 being the nearest. */
  public int ordinal(int rank) {
    return ordinals[rank];
  }

  /** Returns the distance of the row at {@code rank}. */
  public float distance(int rank) {
    return distances[rank];
  }

  /** Returns all ordinals in order of rank, as a copy. */
  public int[] ordinals() {
    return ordinals.clone();
  }

  /** Returns all distances in order of rank, as a copy. */
  public float[] distances() {
    return distances.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Neighbors that
        && Arrays.equals(ordinals, that.ordinals)
        && Arrays.equals(distances, that.distances);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ordinals) + Arrays.hashCode(distances);
  }

  @Override
  public String toString() {
    return "ordinals " + Arrays.toString(ordinals) + " at distances " + Arrays.toString(distances);
  }
}
