package dev.pilum.pgvector;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A checksum of rows for each range of keys: how many there are, and the sums of both halves of the
 * MD5 of each row's tuple, modulo 2^64. Sums need no order, so either side adds up as it reads. One
 * thread at a time.
 */
final class RangeSums {
  private final long[] rows;
  private final long[] high;
  private final long[] low;
  private final MessageDigest digest;

  RangeSums(int ranges) {
    rows = new long[ranges];
    high = new long[ranges];
    low = new long[ranges];
    try {
      digest = MessageDigest.getInstance("MD5"); // against accidents, and every server has it
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Adds a row. */
  void add(int range, TupleBuffer tuple) {
    digest.update(tuple.array(), 0, tuple.size());
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    add(range, 1, hash.getLong(), hash.getLong());
  }

  /** Adds sums. */
  void add(int range, long moreRows, long moreHigh, long moreLow) {
    rows[range] += moreRows;
    high[range] += moreHigh;
    low[range] += moreLow;
  }

  long rows(int range) {
    return rows[range];
  }

  boolean sameAs(RangeSums other, int range) {
    return rows[range] == other.rows[range]
        && high[range] == other.high[range]
        && low[range] == other.low[range];
  }
}
