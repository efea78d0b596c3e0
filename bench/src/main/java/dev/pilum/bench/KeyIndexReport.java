package dev.pilum.bench;

import dev.pilum.storage.env.DiskFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What filling each kind of key index costs, as a table: microseconds a row (making the key and,
 * but for the HashMap, the key column included), bytes a row in the heap and outside it. The first
 * argument is the number of rows, 1,000,000 when absent.
 */
public final class KeyIndexReport {
  private KeyIndexReport() {}

  /** Prints the report. */
  public static void main(String[] args) throws IOException {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    System.out.printf("rows %d, JVM %s%n", rows, Runtime.version());
    for (KeyIndex.Kind kind : KeyIndex.Kind.values()) {
      System.out.println(line(kind, rows));
    }
  }

  static String line(KeyIndex.Kind kind, int rows) throws IOException {
    Path folder = Files.createTempDirectory("pilum-bench");
    long heapBefore = usedHeap();
    long start = System.nanoTime();
    try (KeyIndex index = KeyIndex.of(kind, rows, folder)) {
      double micros = (System.nanoTime() - start) / 1e3 / rows;
      double heap = (double) (usedHeap() - heapBefore) / rows;
      double offHeap = (double) index.offHeapBytes() / rows;
      return "%-10s fill %6.2f us/row, heap %6.1f B/row, off heap %6.1f B/row"
          .formatted(kind, micros, Math.max(0, heap), offHeap);
    } finally {
      DiskFileStore files = DiskFileStore.open(folder);
      files.list("").forEach(files::delete);
      Files.delete(folder);
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
