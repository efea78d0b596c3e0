package dev.pilum.storage.error;

/**
 * Stored bytes are not what was written: restore the file from a backup, or run {@code verify} to
 * learn what else is damaged.
 */
public final class Corruption extends PilumException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offsetBytes;

  /**
   * Names the damage.
   *
   * @param file path of the damaged file inside the database folder
   * @param offsetBytes where in the file, or -1 when it concerns the file as a whole
   * @param expected what should have been there
   * @param found what is there
   */
  public Corruption(String file, long offsetBytes, String expected, String found) {
    super(
        "file '%s' is damaged%s: expected %s, found %s; restore it from a backup or run verify"
            .formatted(file, offsetBytes < 0 ? "" : " at offset " + offsetBytes, expected, found),
        null);
    this.file = file;
    this.offsetBytes = offsetBytes;
  }

  /** Returns the path of the damaged file inside the database folder. */
  public String file() {
    return file;
  }

  /**
   * Returns where the damage was seen, in bytes from the start of the file, or -1 for the file as a
   * whole.
   */
  public long offsetBytes() {
    return offsetBytes;
  }

  @Override
  public String code() {
    return "CORRUPTION";
  }
}
