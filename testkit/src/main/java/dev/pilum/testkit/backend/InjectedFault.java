package dev.pilum.testkit.backend;

/**
 * A fault that struck.
 *
 * @param number counts the faults of one {@link SimDatabase} from 1 on
 * @param kind what it was
 * @param where the call or the operation of the disk that it struck
 * @param elapsedMillis the simulated time since the start
 */
public record InjectedFault(long number, FaultKind kind, String where, long elapsedMillis) {}
