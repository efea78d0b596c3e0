package dev.pilum.testkit;

/** What can be asked of a {@link SimulatedFileStore}. */
public enum OperationKind {
  /** Creates a file. */
  CREATE,
  /** Writes at the end of a file. */
  APPEND,
  /** Fills a file with zeros behind its end. */
  RESERVE,
  /** Makes a file's bytes durable. */
  FORCE,
  /** Opens a file for reading. */
  OPEN,
  /** Reads from a file. */
  READ,
  /** Maps a file. */
  MAP,
  /** Asks whether a name exists. */
  EXISTS,
  /** Asks for a file's length. */
  LENGTH,
  /** Lists a folder. */
  LIST,
  /** Creates a folder. */
  CREATE_DIRECTORY,
  /** Gives a file another name. */
  RENAME,
  /** Gives a file a second name. */
  LINK,
  /** Deletes a file or folder. */
  DELETE,
  /** Makes a folder's names durable. */
  FORCE_DIRECTORY,
  /** Takes a lock. */
  LOCK;

  /** Returns whether it changes what is on the disk, or what of it is durable. */
  public boolean isWrite() {
    return switch (this) {
      case CREATE,
          APPEND,
          RESERVE,
          FORCE,
          CREATE_DIRECTORY,
          RENAME,
          LINK,
          DELETE,
          FORCE_DIRECTORY,
          LOCK ->
          true;
      case OPEN, READ, MAP, EXISTS, LENGTH, LIST -> false;
    };
  }
}
