package dev.pilum.arrow;

/** What becomes of vectors of float64, which Pilum does not store. */
public enum Float64Vectors {
  /** The import fails and says so. */
  REFUSE,
  /** Each coordinate is rounded to the nearest float32. */
  ROUND_TO_FLOAT32
}
