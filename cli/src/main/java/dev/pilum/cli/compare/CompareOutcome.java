package dev.pilum.cli.compare;

import dev.pilum.Row;
import java.util.List;

/**
 * What a comparison found.
 *
 * @param lines the figures that users ask for first: a line for each, a column for each engine
 * @param json everything, as one JSON document
 * @param regressions lines for figures that are worse than in the report the request compares with
 */
public record CompareOutcome(List<Row> lines, String json, List<Row> regressions) {
  public CompareOutcome {
    lines = List.copyOf(lines);
    regressions = List.copyOf(regressions);
  }
}
