package dev.pilum.testkit.sim;

import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.OperationKind;
import java.util.SplittableRandom;

/** What goes wrong in one process's life, once or from some moment on. One thread at a time. */
final class Mishap implements FaultPlan {
  /** How often something goes wrong at the latest is drawn from powers of two up to this one. */
  private static final int LATEST_LOG2 = 11;

  private final Kind kind;
  private final long from;
  private boolean happened;

  /** What can go wrong. */
  enum Kind {
    /** Nothing does. */
    NOTHING,
    /** The power goes off. */
    POWER_CUT,
    /** The process ends, the system goes on. */
    KILL,
    /** One operation of any kind fails. */
    IO_ERROR,
    /** One read or map comes out short. */
    SHORT_READ,
    /** One force fails, and some of the bytes are gone though reads still show them. */
    FAILED_FORCE,
    /** From some moment on nothing can be written. */
    DISK_FULL
  }

  private Mishap(Kind kind, long from) {
    this.kind = kind;
    this.from = from;
  }

  /** Draws what will go wrong, and when. */
  static Mishap draw(SplittableRandom random) {
    Kind[] kinds = Kind.values();
    Kind kind = kinds[random.nextInt(kinds.length)];
    return new Mishap(kind, 1 + random.nextLong(1L << random.nextInt(3, 1 + LATEST_LOG2)));
  }

  /** Returns what it is. */
  Kind kind() {
    return kind;
  }

  /** Returns whether it has happened. */
  boolean hasHappened() {
    return happened;
  }

  /** Returns whether the process ended by it. */
  boolean endedTheProcess() {
    return happened && (kind == Kind.POWER_CUT || kind == Kind.KILL);
  }

  @Override
  public Fault faultFor(Operation operation) {
    boolean due = operation.number() >= from && (!happened || kind == Kind.DISK_FULL);
    Fault fault = due ? faultOf(operation.kind()) : Fault.NONE;
    happened |= fault != Fault.NONE;
    return fault;
  }

  private Fault faultOf(OperationKind operation) {
    return switch (kind) {
      case NOTHING -> Fault.NONE;
      case POWER_CUT, KILL -> Fault.CRASH;
      case IO_ERROR -> Fault.IO_ERROR;
      case SHORT_READ -> reads(operation) ? Fault.SHORT_READ : Fault.NONE;
      case FAILED_FORCE -> forces(operation) ? Fault.IO_ERROR : Fault.NONE;
      case DISK_FULL -> takesSpace(operation) ? Fault.NO_SPACE : Fault.NONE;
    };
  }

  private static boolean reads(OperationKind operation) {
    return operation == OperationKind.READ || operation == OperationKind.MAP;
  }

  private static boolean forces(OperationKind operation) {
    return operation == OperationKind.FORCE || operation == OperationKind.FORCE_DIRECTORY;
  }

  private static boolean takesSpace(OperationKind operation) {
    return switch (operation) {
      case CREATE, APPEND, RESERVE, CREATE_DIRECTORY, FORCE -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return kind == Kind.NOTHING ? "no mishap" : "%s from operation %d on".formatted(kind, from);
  }
}
