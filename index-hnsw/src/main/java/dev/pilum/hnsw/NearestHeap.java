package dev.pilum.hnsw;

import java.util.Arrays;

/**
 * The nearest {@code capacity} keys seen so far, as a heap with the farthest on top. One thread at
 * a time.
 */
final class NearestHeap {

  private long[] keys = new long[0];
  private int capacity;
  private int size;

  /** Empties the heap and lets it hold up to {@code newCapacity} keys, at least 1. */
  void reset(int newCapacity) {
    assert newCapacity >= 1;
    capacity = newCapacity;
    size = 0;
  }

  boolean isFull() {
    return size == capacity;
  }

  int size() {
    return size;
  }

  /**
   * Returns the key that the next one must be below to get in: {@link Long#MAX_VALUE} until the
   * heap is full.
   */
  long bound() {
    return size == capacity ? keys[0] : Long.MAX_VALUE;
  }

  /** Keeps {@code key} if it is among the nearest, dropping the farthest when full. */
  void offer(long key) {
    if (size < capacity) {
      append(key);
    } else if (key < keys[0]) {
      siftDown(key);
    }
  }

  /**
   * Returns the nearest of what the heap holds, at most {@code limit}, nearest first; the heap is
   * empty afterwards.
   */
  Neighbors drain(int limit) {
    Arrays.sort(keys, 0, size);
    Neighbors neighbors = Neighbors.ofSortedKeys(keys, Math.min(size, limit));
    size = 0;
    return neighbors;
  }

  /**
   * Moves all keys to the front of {@code target}, nearest first, and returns how many there were;
   * the heap is empty afterwards.
   */
  int drainKeys(long[] target) {
    int count = size;
    Arrays.sort(keys, 0, count);
    System.arraycopy(keys, 0, target, 0, count);
    size = 0;
    return count;
  }

  private void append(long key) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, Math.min(capacity, Math.max(16, 2 * size)));
    }
    int hole = size++;
    while (hole > 0 && keys[(hole - 1) >>> 1] < key) {
      keys[hole] = keys[(hole - 1) >>> 1];
      hole = (hole - 1) >>> 1;
    }
    keys[hole] = key;
  }

  private void siftDown(long key) {
    int hole = 0;
    for (int child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && keys[child + 1] > keys[child]) {
        child++;
      }
      if (keys[child] <= key) {
        break;
      }
      keys[hole] = keys[child];
      hole = child;
    }
    keys[hole] = key;
  }
}
