package dev.pilum.testkit.backend;

import dev.pilum.storage.error.Cancelled;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.StorageFailure;
import java.util.function.Supplier;

/** Has calls of a database fail as dice say, before they are made or after. */
record CallFaults(FaultDice dice) {
  /** Makes a call that changes rows. */
  <T> T write(String call, Supplier<T> work) {
    before(call);
    fail(FaultKind.VECTOR_STORE_FAIL, call, "the rows were not stored");
    conflict(FaultKind.DB_DEADLOCK, call, "chosen to break a deadlock; try again");
    conflict(FaultKind.DB_SERIALIZATION_FAIL, call, "not in order with other writes; try again");
    fail(FaultKind.NETWORK_PARTIAL_WRITE, call, "only a part of the request was sent");
    doubtful(FaultKind.NETWORK_TIMEOUT, call, work, "no answer in time");
    doubtful(FaultKind.NETWORK_RESET, call, work, "the connection was reset");
    return work.get();
  }

  /** Makes a call that searches. */
  <T> T search(String call, Supplier<T> work) {
    fail(FaultKind.VECTOR_SEARCH_FAIL, call, "the search failed");
    timeOut(FaultKind.VECTOR_SEARCH_TIMEOUT, call);
    return read(call, work);
  }

  /** Makes any other call. */
  <T> T read(String call, Supplier<T> work) {
    before(call);
    timeOut(FaultKind.DB_QUERY_TIMEOUT, call);
    fail(FaultKind.NETWORK_TIMEOUT, call, "no answer in time");
    fail(FaultKind.NETWORK_RESET, call, "the connection was reset");
    return work.get();
  }

  private void before(String call) {
    if (dice.strikes(FaultKind.RESOURCE_OOM, call)) {
      throw new OutOfMemoryError("simulated in " + call);
    }
    fail(FaultKind.DB_CONNECTION_FAIL, call, "connection refused");
    fail(FaultKind.DB_POOL_EXHAUSTED, call, "no connection is free");
  }

  private void fail(FaultKind kind, String call, String why) {
    if (dice.strikes(kind, call)) {
      throw new StorageFailure("simulated %s in %s: %s".formatted(kind, call, why));
    }
  }

  private void conflict(FaultKind kind, String call, String why) {
    if (dice.strikes(kind, call)) {
      throw new Conflict("simulated %s in %s: %s".formatted(kind, call, why));
    }
  }

  private void timeOut(FaultKind kind, String call) {
    if (dice.strikes(kind, call)) {
      throw new Cancelled(
          Cancelled.Reason.TIMEOUT, "simulated %s in %s: it took too long".formatted(kind, call));
    }
  }

  /** The request may have come through, and only the answer not. */
  private <T> void doubtful(FaultKind kind, String call, Supplier<T> work, String why) {
    if (dice.strikes(kind, call)) {
      if (dice.draw(kind, 0, 2) == 1) {
        T unheard = work.get();
        assert unheard != null : "a result that nobody gets";
      }
      throw new StorageFailure(
          "simulated %s in %s: %s; whether it was done is unknown".formatted(kind, call, why));
    }
  }
}
