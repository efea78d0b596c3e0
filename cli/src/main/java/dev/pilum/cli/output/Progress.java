package dev.pilum.cli.output;

import java.io.PrintWriter;

/**
 * Tells a waiting person how far a long task is: a bar that redraws itself on a terminal, elsewhere
 * a plain line every five seconds. Tasks that finish at once leave no trace but their closing line.
 * One thread at a time.
 */
public final class Progress {
  private static final int BAR_WIDTH = 30;
  private static final long BAR_NANOS = 100_000_000L;
  private static final long LINE_NANOS = 5_000_000_000L;

  private final PrintWriter err;
  private final boolean bar;
  private final String task;
  private final long total;
  private long done;
  private long shownAtNanos = System.nanoTime();
  private String note = "";
  private boolean drawn;

  private Progress(PrintWriter err, boolean bar, String task, long total) {
    this.err = err;
    this.bar = bar;
    this.task = task;
    this.total = total;
  }

  /**
   * Starts a task of {@code total} steps of any kind, 0 where nobody knows how many. Whether {@code
   * err} is a terminal is what the launcher says in the system property {@code pilum.progress},
   * which is {@code bar} there.
   */
  public static Progress start(PrintWriter err, String task, long total) {
    return new Progress(err, "bar".equals(System.getProperty("pilum.progress")), task, total);
  }

  /** Adds finished steps. */
  public void advance(long steps) {
    done += steps;
    long now = System.nanoTime();
    if (now - shownAtNanos >= (bar ? BAR_NANOS : LINE_NANOS)) {
      shownAtNanos = now;
      show();
    }
  }

  /** Sets how many steps are finished. */
  public void at(long steps) {
    advance(steps - done);
  }

  /** Sets words that are shown behind the bar. */
  public void note(String words) {
    note = ", " + words;
  }

  /** Ends the task with a line that says what came of it. */
  public void finish(String outcome) {
    wipe();
    err.print(outcome + "\n");
    err.flush();
  }

  /** Ends the task without a word. */
  public void wipe() {
    if (drawn) {
      err.print("\r\u001b[K");
      err.flush();
      drawn = false;
    }
  }

  private void show() {
    if (bar) {
      err.print("\r\u001b[K%s %s%s".formatted(task, total > 0 ? drawnBar() : "", note));
      drawn = true;
    } else {
      err.print("%s: %s%s\n".formatted(task, total > 0 ? percent() + " %" : "", note));
    }
    err.flush();
  }

  private long percent() {
    return Math.min(100, done * 100 / total);
  }

  private String drawnBar() {
    int full = (int) (percent() * BAR_WIDTH / 100);
    return "[%s%s] %3d %%".formatted("#".repeat(full), ".".repeat(BAR_WIDTH - full), percent());
  }
}
