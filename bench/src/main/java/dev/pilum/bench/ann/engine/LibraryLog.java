package dev.pilum.bench.ann.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What a library says through {@code java.util.logging}, kept instead of printed: libraries tell
 * there which instructions they found. Safe for use by many threads.
 */
final class LibraryLog extends Handler {
  private final Logger logger;
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<String> messages = new CopyOnWriteArrayList<>();

  private LibraryLog(Logger logger) {
    this.logger = logger;
  }

  /** Listens from now on to loggers whose names start with {@code packageName}. */
  static LibraryLog of(String packageName) {
    LibraryLog log = new LibraryLog(Logger.getLogger(packageName));
    log.logger.setUseParentHandlers(false);
    log.logger.setLevel(Level.INFO);
    log.logger.addHandler(log);
    return log;
  }

  /** Returns what was said so far that contains {@code word}, or that nothing was. */
  String about(String word) {
    List<String> found = messages.stream().filter(m -> m.contains(word)).distinct().toList();
    return found.isEmpty() ? "(says nothing of its instructions)" : String.join(" ", found);
  }

  @Override
  public void publish(LogRecord entry) {
    messages.add(formatter.formatMessage(entry));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
