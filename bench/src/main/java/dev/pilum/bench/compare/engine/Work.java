package dev.pilum.bench.compare.engine;

import java.util.List;

/**
 * Calls of one kind, made one after the other by a store that times each. A store in another
 * process gets all of them at once, so that talking to it is not what is measured. Arrays are
 * shared, not copied.
 */
public sealed interface Work {
  /** A search's bound that accepts all rows. */
  int ALL = Doc.BUCKETS;

  /**
   * Writes rows; each call returns when its rows are as safe as the engine makes them.
   *
   * @param replaces whether rows with the same key go; otherwise all keys are new
   * @param docs what is written
   * @param perCall how many rows each call writes
   * @param threads how many threads make the calls, each those of every so many-th row
   */
  record Write(boolean replaces, List<Doc> docs, int perCall, int threads) implements Work {}

  /** Moves a row to a bucket with each call; its other columns stay. */
  record Move(int[] keys, int bucket) implements Work {}

  /** Deletes a row with each call. */
  record Delete(int[] keys) implements Work {}

  /** Fetches a row with each call: answers its bucket, length of text, dimension; or nothing. */
  record Get(int[] keys) implements Work {}

  /** Asks whether there is a row with each call: answers 1 or 0. */
  record Exists(int[] keys) implements Work {}

  /**
   * Searches by vector with each call: answers keys, nearest first.
   *
   * @param limit how many are wanted
   * @param breadth how many candidates a walk keeps, where an engine has such a thing; at least
   *     {@code limit}
   * @param below only rows in buckets below this; {@link #ALL} for all
   */
  record Search(float[][] queries, int limit, int breadth, int below) implements Work {}

  /** Searches by words, any of them, with each call: answers keys, best first. */
  record Words(List<String> words, int limit) implements Work {}

  /** Searches by vector and words with each call: answers keys, best first. */
  record Hybrid(float[][] queries, List<String> words, int limit, int breadth) implements Work {}
}
