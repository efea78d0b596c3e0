package dev.pilum.engine.write;

/** How the process ended that last had a table open for writing. */
public enum LastEnd {
  /** It closed its database, and no write of it had failed: every name that it made is durable. */
  CLEAN,
  /** Perhaps in the middle of a write: names may be there that a power cut would still take. */
  UNKNOWN
}
