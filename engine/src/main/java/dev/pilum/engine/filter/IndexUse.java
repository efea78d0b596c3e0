package dev.pilum.engine.filter;

/** Whether scalar indexes answer where they can. Rows are the same, times are not. */
public enum IndexUse {
  /** Where that costs less than reading columns. */
  CHEAPEST,
  /** Wherever they can. */
  ALWAYS,
  /** Never. */
  NEVER
}
