package dev.pilum.testkit.backend;

import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.OperationKind;
import dev.pilum.testkit.SimulatedEnv;

/** Has the simulated disk fail as dice say. */
record DiskFaults(FaultDice dice, SimulatedEnv env) implements FaultPlan {
  private static final int MOST_LATENCY_MILLIS = 1_000;

  @Override
  public Fault faultFor(Operation operation) {
    String where = operation.toString();
    if (dice.strikes(FaultKind.STORAGE_LATENCY, where)) {
      env.advanceMillis(dice.draw(FaultKind.STORAGE_LATENCY, 1, MOST_LATENCY_MILLIS));
    }
    OperationKind kind = operation.kind();
    boolean opens = kind == OperationKind.CREATE || isOpening(kind);
    if (opens && dice.strikes(FaultKind.RESOURCE_FILE_LIMIT, where)) {
      return Fault.IO_ERROR;
    }
    if (kind == OperationKind.DELETE) {
      return dice.strikes(FaultKind.STORAGE_DELETE_FAIL, where) ? Fault.IO_ERROR : Fault.NONE;
    }
    return kind.isWrite() ? ofWrite(kind, where) : ofRead(kind, where);
  }

  private Fault ofWrite(OperationKind kind, String where) {
    if (kind == OperationKind.LOCK) {
      return Fault.NONE;
    }
    if (dice.strikes(FaultKind.STORAGE_WRITE_FAIL, where)) {
      return Fault.IO_ERROR;
    }
    return takesSpace(kind) && dice.strikes(FaultKind.STORAGE_DISK_FULL, where)
        ? Fault.NO_SPACE
        : Fault.NONE;
  }

  private Fault ofRead(OperationKind kind, String where) {
    boolean reads = kind == OperationKind.READ || isOpening(kind);
    if (reads && dice.strikes(FaultKind.STORAGE_READ_FAIL, where)) {
      return Fault.IO_ERROR;
    }
    boolean sees = kind == OperationKind.READ || kind == OperationKind.MAP;
    return sees && dice.strikes(FaultKind.STORAGE_CORRUPTION, where)
        ? Fault.SHORT_READ
        : Fault.NONE;
  }

  private static boolean isOpening(OperationKind kind) {
    return kind == OperationKind.OPEN || kind == OperationKind.MAP;
  }

  private static boolean takesSpace(OperationKind kind) {
    return kind == OperationKind.CREATE
        || kind == OperationKind.APPEND
        || kind == OperationKind.RESERVE;
  }
}
