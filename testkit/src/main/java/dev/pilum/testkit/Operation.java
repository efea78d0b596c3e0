package dev.pilum.testkit;

import java.util.Locale;

/**
 * One call that a {@link SimulatedFileStore} got.
 *
 * @param number counts the calls of one store from 1 on
 * @param kind what was asked
 * @param path of what; for a rename both paths
 * @param bytes how many bytes are written or read; 0 when that means nothing
 */
public record Operation(long number, OperationKind kind, String path, long bytes) {
  @Override
  public String toString() {
    String what = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return bytes == 0
        ? "%d %s %s".formatted(number, what, path)
        : "%d %s %s %d bytes".formatted(number, what, path, bytes);
  }
}
