package dev.pilum.engine.write;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of everything that happens behind the user's back: recovery, flushes, merges, graphs. A
 * class of its own so that a process with nothing to say never loads a logging library: finding one
 * costs a fresh process tens of milliseconds.
 */
final class UpkeepLog {
  static final Logger LOG = LoggerFactory.getLogger("dev.pilum.upkeep");

  private UpkeepLog() {}
}
