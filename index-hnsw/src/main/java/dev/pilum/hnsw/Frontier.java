package dev.pilum.hnsw;

import java.util.Arrays;

/**
 * Nodes whose links are still to be followed, as a heap with the nearest on top; grows as needed.
 * One thread at a time.
 */
final class Frontier {

  private long[] keys = new long[64];
  private int size;

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long nearest() {
    return keys[0];
  }

  void push(long key) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
    }
    int hole = size++;
    while (hole > 0 && keys[(hole - 1) >>> 1] > key) {
      keys[hole] = keys[(hole - 1) >>> 1];
      hole = (hole - 1) >>> 1;
    }
    keys[hole] = key;
  }

  /** Removes and returns the nearest; there must be one. */
  long pop() {
    long top = keys[0];
    long last = keys[--size];
    int hole = 0;
    for (int child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && keys[child + 1] < keys[child]) {
        child++;
      }
      if (keys[child] >= last) {
        break;
      }
      keys[hole] = keys[child];
      hole = child;
    }
    keys[hole] = last;
    return top;
  }
}
