package dev.pilum.bench.compare.report;

/** What is to be known of a figure. */
final class Notes {
  private Notes() {}

  /** Returns the note, or nothing. */
  static String of(Figure figure) {
    String note = figure.note();
    return note == null ? "" : note;
  }
}
