package dev.pilum;

import java.time.Instant;
import java.util.List;

/**
 * One version of a table: what one commit made of it.
 *
 * @param number the number of commits up to it
 * @param committedAt when, by the wall clock of the process that wrote; to the millisecond, and
 *     never before an earlier version
 * @param rowsWritten how many rows its commit wrote
 * @param rowsRemoved how many rows its commit deleted or replaced
 * @param tags the names it has been given, in alphabetical order
 */
public record Version(
    long number, Instant committedAt, long rowsWritten, long rowsRemoved, List<String> tags) {
  public Version {
    tags = List.copyOf(tags);
  }
}
