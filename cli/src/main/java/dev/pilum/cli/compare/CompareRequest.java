package dev.pilum.cli.compare;

import dev.pilum.storage.error.InvalidRequest;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shall be compared.
 *
 * @param data what the engines keep and search
 * @param peers names of other engines, in the order of their columns
 * @param effort how long it may take
 * @param out where the reports are written, or {@code null} for none
 * @param against a report in JSON of an earlier run to compare with, or {@code null}
 * @param folder an empty folder for what the engines write; it may be large afterwards
 * @param command how the run was asked for; stands in the reports
 */
public record CompareRequest(
    CompareData data,
    List<String> peers,
    Effort effort,
    @Nullable Path out,
    @Nullable Path against,
    Path folder,
    String command) {
  /** How long a run may take, and so how much it measures. */
  public enum Effort {
    /** Seconds, over few rows: to see that everything works. Its figures mean nothing. */
    TINY,
    /** Below ten minutes: up to 10,000 rows. */
    QUICK,
    /** Below an hour: all rows of the data, and growth to a million. */
    FULL
  }

  public CompareRequest {
    peers = List.copyOf(peers);
    if (peers.stream().distinct().count() < peers.size()) {
      throw new InvalidRequest("--peers names a peer twice: " + String.join(",", peers));
    }
  }
}
