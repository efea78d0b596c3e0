package dev.pilum.testkit.damage;

/**
 * A file as damage has left it.
 *
 * @param kind what was done to it
 * @param how what was done where, to be read by people
 * @param bytes the file afterwards
 */
public record Damage(Kind kind, String how, byte[] bytes) {
  /** What may happen to a file. */
  public enum Kind {
    /** One bit of one byte is another. */
    FLIPPED,
    /** The end is missing. */
    TRUNCATED,
    /** Something follows the end. */
    EXTENDED,
    /** A page holds zeros. */
    ZEROED,
    /** Another file of the same type lies here, of another table or another segment. */
    SWAPPED,
    /** A number is at the limits of integers, and all checksums are right: somebody did it. */
    HOSTILE;

    /** Returns whether every check that the file's own checksums allow for must find it. */
    public boolean isAccident() {
      return this != HOSTILE;
    }
  }
}
