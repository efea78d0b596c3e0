package dev.pilum.storage.arrow;

/** The two ways in which Arrow puts batches one after another (its IPC format). */
public enum ArrowForm {
  /** With a footer that says where each batch is, so that readers map it; also called Feather. */
  FILE,
  /** For readers that take batches as they come. */
  STREAM
}
