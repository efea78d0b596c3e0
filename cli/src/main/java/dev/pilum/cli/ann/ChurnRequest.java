package dev.pilum.cli.ann;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import java.nio.file.Path;
import java.util.List;

/**
 * What shall be measured of a table whose rows were deleted and replaced. Arrays are shared, not
 * copied: leave them alone.
 *
 * @param file where the base vectors came from; a label
 * @param base the vectors to search, all of one dimension
 * @param queries what to search for
 * @param metric what near means
 * @param breadths values of ef, each at least 1
 * @param folder an empty folder for the tables
 */
public record ChurnRequest(
    String file,
    float[][] base,
    float[][] queries,
    Metric metric,
    List<Integer> breadths,
    Path folder) {
  public ChurnRequest {
    breadths = List.copyOf(breadths);
    AnnRequest.checkVectors(base, queries);
    if (breadths.isEmpty() || breadths.stream().anyMatch(ef -> ef < 1)) {
      throw new InvalidRequest("--ef wants numbers of 1 and more, got " + breadths);
    }
  }
}
