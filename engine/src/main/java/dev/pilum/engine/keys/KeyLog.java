package dev.pilum.engine.keys;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of what key maps do. A class of its own so that a process with nothing to say never loads
 * a logging library: finding one costs a fresh process 20 ms.
 */
final class KeyLog {
  static final Logger LOG = LoggerFactory.getLogger("dev.pilum.keys");

  private KeyLog() {}
}
