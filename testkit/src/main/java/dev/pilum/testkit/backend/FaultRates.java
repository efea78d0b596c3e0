package dev.pilum.testkit.backend;

import dev.pilum.storage.error.InvalidRequest;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often each kind of fault strikes: of the calls, or operations of the disk, that it can
 * strike, this share.
 *
 * @param shares 0 to 1 for each kind; a kind that is missing never strikes
 */
public record FaultRates(Map<FaultKind, Double> shares) {
  /** Nothing goes wrong. */
  public static final FaultRates NONE = new FaultRates(Map.of());

  public FaultRates {
    shares.forEach((kind, share) -> {
      if (!(share >= 0 && share <= 1)) {
        throw new InvalidRequest("the share of %s must be 0 to 1, got %s".formatted(kind, share));
      }
    });
    shares = Map.copyOf(shares);
  }

  /** Every kind strikes alike. */
  public static FaultRates all(double share) {
    FaultRates rates = NONE;
    for (FaultKind kind : FaultKind.values()) {
      rates = rates.with(kind, share);
    }
    return rates;
  }

  /** Returns these rates with another share of one kind. */
  public FaultRates with(FaultKind kind, double share) {
    Map<FaultKind, Double> changed = new EnumMap<>(FaultKind.class);
    changed.putAll(shares);
    changed.put(kind, share);
    return new FaultRates(changed);
  }

  /** Returns how often a kind strikes. */
  public double share(FaultKind kind) {
    return shares.getOrDefault(kind, 0.0);
  }
}
