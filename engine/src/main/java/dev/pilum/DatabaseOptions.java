package dev.pilum;

import dev.pilum.storage.error.InvalidRequest;
import java.time.Duration;

/**
 * How a database behaves; the defaults suit nearly all.
 *
 * @param durability when a write call returns
 * @param memtableBytes how many bytes of new rows are kept in memory before they become a segment;
 *     1 KiB to 256 MiB, so that text columns in memory stay below 2 GiB
 * @param graphMinimumRows smallest segment that gets an HNSW graph; smaller ones are searched
 *     exactly, which is faster there
 * @param maximumSegments how many segments a table keeps before neighbours are merged; at least 2
 * @param keyIndex what finds the row of a key: {@value #BUILTIN_KEY_INDEX}, or the name of another
 *     way on the class or module path, such as {@code chronicle} of {@code pilum-chronicle}. May
 *     change from one opening to the next; tables stay the same
 * @param index how graphs are built
 * @param searchHeapBytes how much heap memory may be taken, by all tables together, for copies of
 *     the codes that searches read: a segment's, {@code dimension + 8} bytes for each row, are
 *     copied in the background once somebody searches it often, if they all fit, and after them the
 *     links of its graph, some {@code 4 * m + 4} bytes for each row, where it has fewer than
 *     65,536. 0 for none; they are then read where they are mapped, which takes a search 5 % longer
 *     and more
 * @param scrub whether files are checked in the background while the database is open for writing
 */
public record DatabaseOptions(
    Durability durability,
    long memtableBytes,
    int graphMinimumRows,
    int maximumSegments,
    String keyIndex,
    IndexOptions index,
    long searchHeapBytes,
    ScrubOptions scrub) {
  /**
   * The key index that needs no further dependency, no JVM flags and no memory beside the rows'.
   */
  public static final String BUILTIN_KEY_INDEX = "builtin";

  /**
   * Forced writes; 64 MiB memtables (a flush of 51 MiB took 0.5 to 1 s on a busy machine of two
   * cores, a replay of 30 MiB of single upserts 0.8 s); graphs from 4,096 rows (below, an exact
   * scan of 384 coordinates takes less than half a millisecond); at most 8 segments; the built-in
   * key index; graphs with int8 codes; a sixteenth of the largest heap for searches; no scrub.
   */
  public static final DatabaseOptions DEFAULT =
      new DatabaseOptions(
          Durability.FORCED,
          64L << 20,
          4_096,
          8,
          BUILTIN_KEY_INDEX,
          IndexOptions.DEFAULT,
          Runtime.getRuntime().maxMemory() / 16,
          ScrubOptions.OFF);

  public DatabaseOptions {
    if (memtableBytes < 1 << 10 || memtableBytes > 256 << 20) {
      throw new InvalidRequest("memtableBytes must be 1 KiB to 256 MiB, got " + memtableBytes);
    }
    if (graphMinimumRows < 1) {
      throw new InvalidRequest("graphMinimumRows must be at least 1, got " + graphMinimumRows);
    }
    if (maximumSegments < 2) {
      throw new InvalidRequest("maximumSegments must be at least 2, got " + maximumSegments);
    }
    if (searchHeapBytes < 0) {
      throw new InvalidRequest("searchHeapBytes must not be negative, got " + searchHeapBytes);
    }
    if (keyIndex.isBlank()) {
      throw new InvalidRequest("keyIndex must be a name, such as '" + BUILTIN_KEY_INDEX + "'");
    }
  }

  /** Returns these options with another durability. */
  public DatabaseOptions withDurability(Durability changed) {
    return new DatabaseOptions(
        changed,
        memtableBytes,
        graphMinimumRows,
        maximumSegments,
        keyIndex,
        index,
        searchHeapBytes,
        scrub);
  }

  /** Returns these options with another memtable size. */
  public DatabaseOptions withMemtableBytes(long changed) {
    return new DatabaseOptions(
        durability,
        changed,
        graphMinimumRows,
        maximumSegments,
        keyIndex,
        index,
        searchHeapBytes,
        scrub);
  }

  /** Returns these options with another smallest size for graphs. */
  public DatabaseOptions withGraphMinimumRows(int changed) {
    return new DatabaseOptions(
        durability,
        memtableBytes,
        changed,
        maximumSegments,
        keyIndex,
        index,
        searchHeapBytes,
        scrub);
  }

  /** Returns these options with another bound on segments. */
  public DatabaseOptions withMaximumSegments(int changed) {
    return new DatabaseOptions(
        durability,
        memtableBytes,
        graphMinimumRows,
        changed,
        keyIndex,
        index,
        searchHeapBytes,
        scrub);
  }

  /** Returns these options with another key index. */
  public DatabaseOptions withKeyIndex(String changed) {
    return new DatabaseOptions(
        durability,
        memtableBytes,
        graphMinimumRows,
        maximumSegments,
        changed,
        index,
        searchHeapBytes,
        scrub);
  }

  /** Returns these options with another way to build graphs. */
  public DatabaseOptions withIndex(IndexOptions changed) {
    return new DatabaseOptions(
        durability,
        memtableBytes,
        graphMinimumRows,
        maximumSegments,
        keyIndex,
        changed,
        searchHeapBytes,
        scrub);
  }

  /** Returns these options with another amount of heap memory for searches. */
  public DatabaseOptions withSearchHeapBytes(long changed) {
    return new DatabaseOptions(
        durability,
        memtableBytes,
        graphMinimumRows,
        maximumSegments,
        keyIndex,
        index,
        changed,
        scrub);
  }

  /**
   * Returns these options with all files of all tables checked in the background, as {@link
   * Database#verify} does: again so long after each round, at a bounded pace; zero for never.
   * Damage is told by {@link TableEvent.Scrub}, {@link Table#stats} and the log.
   */
  public DatabaseOptions withScrubEvery(Duration every) {
    return with(new ScrubOptions(every, scrub.bytesPerSecond()));
  }

  /** Returns these options with another pace of the scrub, if there is one. */
  public DatabaseOptions withScrubBytesPerSecond(long changed) {
    return with(new ScrubOptions(scrub.every(), changed));
  }

  private DatabaseOptions with(ScrubOptions changed) {
    return new DatabaseOptions(
        durability,
        memtableBytes,
        graphMinimumRows,
        maximumSegments,
        keyIndex,
        index,
        searchHeapBytes,
        changed);
  }
}
