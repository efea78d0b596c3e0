package dev.pilum.testkit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides which operations of a {@link SimulatedFileStore} go wrong. Asked once for each operation,
 * under the store's lock.
 */
@FunctionalInterface
public interface FaultPlan {
  /** Returns how {@code operation} is to go. */
  Fault faultFor(Operation operation);

  /** Returns the plan by which nothing goes wrong. */
  static FaultPlan none() {
    return operation -> Fault.NONE;
  }

  /** Returns a plan by which the operation with this number goes wrong. */
  static FaultPlan at(long number, Fault fault) {
    return operation -> operation.number() == number ? fault : Fault.NONE;
  }

  /**
   * Returns a plan by which the {@code nth} (from 1) operation of this kind on a path that holds
   * {@code pathPart} goes wrong.
   */
  static FaultPlan onNth(long nth, OperationKind kind, String pathPart, Fault fault) {
    AtomicLong seen = new AtomicLong();
    return operation -> {
      boolean matches = operation.kind() == kind && operation.path().contains(pathPart);
      return matches && seen.incrementAndGet() == nth ? fault : Fault.NONE;
    };
  }

  /**
   * Returns a plan by which every operation of this kind on a path that holds {@code pathPart} goes
   * wrong.
   */
  static FaultPlan onEvery(OperationKind kind, String pathPart, Fault fault) {
    return operation ->
        operation.kind() == kind && operation.path().contains(pathPart) ? fault : Fault.NONE;
  }
}
