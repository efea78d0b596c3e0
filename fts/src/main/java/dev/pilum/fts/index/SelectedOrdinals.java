package dev.pilum.fts.index;

/** Some of a source's rows, as bits. Immutable, safe for use by many threads. */
public interface SelectedOrdinals {
  /** Returns how many rows are selected. */
  int count();

  /** Returns rows {@code 64 * index} to {@code 64 * index + 63}, lowest bit first. */
  long word(int index);
}
