package dev.pilum.cli.life;

/**
 * How a day is lived.
 *
 * @param rows rows written during the day, new ones and replaced ones
 * @param dimension of the vectors
 * @param millisPerHour how long an hour takes
 * @param searchesPerSecond of one client
 * @param memtableBytes as the database's option of this name
 */
public record Day(
    int rows, int dimension, int millisPerHour, int searchesPerSecond, long memtableBytes) {
  static final int HOURS = 24;

  int rowsPerHour() {
    return Math.max(1, rows / HOURS);
  }

  long nanosPerHour() {
    return millisPerHour * 1_000_000L;
  }
}
