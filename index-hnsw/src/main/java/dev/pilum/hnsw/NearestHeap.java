package dev.pilum.hnsw;

import java.util.Arrays;

/**
 * The nearest {@code capacity} keys seen so far: in order where they are few, else as a heap with
 * the farthest on top. One thread at a time.
 */
final class NearestHeap {
  /**
   * So many keys are kept in order. Those of a ranking come nearly in order and move hardly
   * anything, where each would rise to the top of a heap that is sorted in the end.
   */
  private static final int FEW = 32;

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
    return size < capacity ? Long.MAX_VALUE : farthest();
  }

  private long farthest() {
    return keys[capacity <= FEW ? size - 1 : 0];
  }

  /** Keeps {@code key} if it is among the nearest, dropping the farthest when full. */
  void offer(long key) {
    if (capacity <= FEW) {
      insert(key);
    } else if (size < capacity) {
      append(key);
    } else if (key < farthest()) {
      siftDown(key);
    }
  }

  /**
   * Returns the nearest of what the heap holds, at most {@code limit}, nearest first; the heap is
   * empty afterwards.
   */
  Neighbors drain(int limit) {
    sort();
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
    sort();
    System.arraycopy(keys, 0, target, 0, count);
    size = 0;
    return count;
  }

  private void sort() {
    if (capacity > FEW) {
      Arrays.sort(keys, 0, size);
    }
  }

  private void insert(long key) {
    if (size == capacity) {
      if (key >= keys[size - 1]) {
        return;
      }
      size--;
    }
    if (keys.length < capacity) {
      keys = Arrays.copyOf(keys, FEW);
    }
    int place = size++;
    while (place > 0 && keys[place - 1] > key) {
      keys[place] = keys[place - 1];
      place--;
    }
    keys[place] = key;
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
