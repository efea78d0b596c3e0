package dev.pilum.testkit.concurrent;

/**
 * One call on one key in a recorded history.
 *
 * @param thread who called
 * @param operation what the call did
 * @param invoked when it began, by a counter that all threads share
 * @param returned when its result was there, by the same counter
 */
record Call(int thread, KeyOperation operation, long invoked, long returned) {
  Call {
    if (invoked >= returned) {
      throw new IllegalArgumentException(
          "a call that returned at %d was made at %d".formatted(returned, invoked));
    }
  }

  @Override
  public String toString() {
    return "%d..%d thread %d %s".formatted(invoked, returned, thread, operation);
  }
}
