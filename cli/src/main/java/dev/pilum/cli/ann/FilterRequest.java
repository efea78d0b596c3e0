package dev.pilum.cli.ann;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import java.nio.file.Path;
import java.util.List;

/**
 * What shall be measured of filtered searches. Arrays are shared, not copied: leave them alone.
 *
 * @param file where the base vectors came from; a label
 * @param base the vectors to search, all of one dimension
 * @param queries what to search for
 * @param metric what near means
 * @param selectivities percentages of the rows that filters accept, each above 0 and at most 100
 * @param rounds how many rounds the medians are of, 1 or more
 * @param folder an empty folder for the table
 */
public record FilterRequest(
    String file,
    float[][] base,
    float[][] queries,
    Metric metric,
    List<Double> selectivities,
    int rounds,
    Path folder) {
  public FilterRequest {
    selectivities = List.copyOf(selectivities);
    AnnRequest.checkVectors(base, queries);
    for (double percent : selectivities) {
      if (!(percent > 0 && percent <= 100)) {
        throw new InvalidRequest(
            "--filter-selectivity is in percent, above 0 and at most 100, got " + percent);
      }
    }
    if (rounds < 1) {
      throw new InvalidRequest("--rounds is at least 1, got " + rounds);
    }
  }
}
