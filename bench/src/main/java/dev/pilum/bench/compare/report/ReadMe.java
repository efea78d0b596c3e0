package dev.pilum.bench.compare.report;

/** How figures came to be, in a paragraph. */
final class ReadMe {
  /** For the head of each page. */
  static final String TEXT =
      "Every engine keeps the same rows (key, bucket, text, vector) and answers the same questions"
          + " in the same run. Answers are checked: vectors against exact search, words against"
          + " rows that are known to be right, writes by counting rows and looking for some of"
          + " them; what was timed has to be what was checked. Engines take turns in rounds, each"
          + " round another one first; figures are medians of the rounds' medians. Searches keep"
          + " the fewest candidates with which the engine finds at least 95 % of the true"
          + " neighbours. A durable write is one after which the engine has nothing more to offer;"
          + " how often it then had forced the disk is counted, not believed.";

  private ReadMe() {}
}
