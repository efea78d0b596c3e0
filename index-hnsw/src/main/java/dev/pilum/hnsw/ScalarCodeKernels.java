package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Code kernels anyone can verify by eye, with no module beyond java.base. */
final class ScalarCodeKernels implements CodeKernels {

  @Override
  public int dot(short[] query, MemorySegment rows, long offset) {
    int sum = 0;
    for (int i = 0; i < query.length; i++) {
      sum += query[i] * rows.get(ValueLayout.JAVA_BYTE, offset + i);
    }
    return sum;
  }

  @Override
  public void dot4(short[] query, MemorySegment rows, long a, long b, long c, long d, int[] sums) {
    sums[0] = dot(query, rows, a);
    sums[1] = dot(query, rows, b);
    sums[2] = dot(query, rows, c);
    sums[3] = dot(query, rows, d);
  }

  @Override
  public void load(MemorySegment rows, long offset, short[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = rows.get(ValueLayout.JAVA_BYTE, offset + i);
    }
  }
}
