package dev.pilum.cli.ann;

import dev.pilum.IndexOptions.Codes;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import java.nio.file.Path;
import java.util.List;

/**
 * What shall be measured. Arrays are shared, not copied: leave them alone.
 *
 * @param file where the base vectors came from; a label
 * @param base the vectors to search, all of one dimension
 * @param queries what to search for
 * @param truth for each query the numbers of the rows that are nearest, at least ten, best first
 * @param metric what near means
 * @param codes what Pilum's graphs are built with: one index for each, at least one
 * @param peers names of other engines, in the order of their lines
 * @param breadths values of ef, rising, each at least ten
 * @param threads how many threads search at a time, 1 or more
 * @param rounds how many rounds the medians are of, 1 or more
 * @param folder an empty folder for the indexes; it may be large afterwards
 */
public record AnnRequest(
    String file,
    float[][] base,
    float[][] queries,
    int[][] truth,
    Metric metric,
    List<Codes> codes,
    List<String> peers,
    List<Integer> breadths,
    int threads,
    int rounds,
    Path folder) {
  /** How many neighbours are searched for. */
  public static final int K = 10;

  public AnnRequest {
    codes = codes.stream().distinct().toList();
    peers = List.copyOf(peers);
    breadths = breadths.stream().sorted().distinct().toList();
    checkVectors(base, queries);
    if (truth.length != queries.length || truth[0].length < K) {
      throw new InvalidRequest(
          "the truth has %d rows of %d numbers for %d queries; each query needs one of at least %d"
              .formatted(truth.length, truth.length == 0 ? 0 : truth[0].length, queries.length, K));
    }
    if (codes.isEmpty()) {
      throw new InvalidRequest("--codes needs at least one kind of codes");
    }
    if (breadths.isEmpty() || breadths.getFirst() < K) {
      throw new InvalidRequest("--ef needs numbers of at least " + K + ", got " + breadths);
    }
    if (threads < 1 || rounds < 1) {
      throw new InvalidRequest(
          "--threads and --rounds are at least 1, got %d and %d".formatted(threads, rounds));
    }
  }

  /** Checks that there are vectors, and that they belong together. */
  static void checkVectors(float[][] base, float[][] queries) {
    if (base.length < K || queries.length == 0) {
      throw new InvalidRequest(
          "%d rows and %d queries are too few; give at least %d and 1"
              .formatted(base.length, queries.length, K));
    }
    if (base[0].length != queries[0].length) {
      throw new InvalidRequest(
          "rows have dimension %d, queries %d; give files that belong together"
              .formatted(base[0].length, queries[0].length));
    }
  }
}
