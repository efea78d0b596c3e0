package dev.pilum.testkit.damage;

/** What became of a damaged file. */
public enum Verdict {
  /** Opening the table said so. */
  REFUSED_AT_OPEN,
  /** Opening dropped the file or made it anew; all answers were right. */
  REBUILT,
  /** A query that needed it said so; all other answers were right. */
  REFUSED_AT_USE,
  /** Answers were right, though the file is damaged; {@code verify} says so. */
  FOUND_BY_VERIFY,
  /** An answer was wrong; {@code verify} would have said so. */
  WRONG_UNTIL_VERIFY,
  /** Answers were right and {@code verify} has nothing to say: nobody needs those bytes. */
  HARMLESS,
  /** An answer was wrong and {@code verify} has nothing to say. */
  UNNOTICED
}
