package dev.pilum.testkit.backend;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/*
 * Every kind has its own chance, so that a kind that is switched on does not change when the others strike. One thread gives the same
 * faults for the same seed; of many threads the system decides who rolls first.
 */
/** Decides which faults strike, and remembers them. Safe for use by many threads. */
final class FaultDice {
  private final FaultRates rates;
  private final LongSupplier elapsedMillis;
  private final Map<FaultKind, SplittableRandom> chances = new EnumMap<>(FaultKind.class);
  private final List<InjectedFault> journal = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean quiet = true;

  FaultDice(long seed, FaultRates rates, LongSupplier elapsedMillis) {
    this.rates = rates;
    this.elapsedMillis = elapsedMillis;
    SplittableRandom seeds = new SplittableRandom(seed);
    for (FaultKind kind : FaultKind.values()) {
      chances.put(kind, seeds.split());
    }
  }

  /** Lets faults strike from now on, or not. */
  void setQuiet(boolean changed) {
    lock.lock();
    try {
      quiet = changed;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a fault of this kind strikes here and now. */
  boolean strikes(FaultKind kind, String where) {
    double share = rates.share(kind);
    if (share == 0) {
      return false;
    }
    lock.lock();
    try {
      if (quiet || chance(kind).nextDouble() >= share) {
        return false;
      }
      journal.add(new InjectedFault(journal.size() + 1L, kind, where, elapsedMillis.getAsLong()));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns a number from {@code low} to below {@code high} for a fault that struck. */
  long draw(FaultKind kind, long low, long high) {
    lock.lock();
    try {
      return chance(kind).nextLong(low, high);
    } finally {
      lock.unlock();
    }
  }

  List<InjectedFault> journal() {
    lock.lock();
    try {
      return List.copyOf(journal);
    } finally {
      lock.unlock();
    }
  }

  private SplittableRandom chance(FaultKind kind) {
    SplittableRandom chance = chances.get(kind);
    assert chance != null : kind;
    return chance;
  }
}
