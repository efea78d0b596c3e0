package dev.pilum.formats;

/** Hears how far an import is, on the thread that imports, several times a second and more. */
public interface ImportListener {
  /** Hears nothing. */
  ImportListener NONE = new ImportListener() {};

  /**
   * The input is read a first time, to learn its types and to find bad rows.
   *
   * @param bytesRead how much of it has been read
   * @param bytes how much there is, 0 where nobody knows
   */
  default void checking(long bytesRead, long bytes) {}

  /**
   * Rows are written.
   *
   * @param rows how many of the input have been dealt with and are safe
   * @param bytesRead how much of it has been read
   * @param bytes how much there is, 0 where nobody knows
   */
  default void importing(long rows, long bytesRead, long bytes) {}

  /** Something that a user should know, such as a column that gets another name. */
  default void note(String sentence) {}
}
