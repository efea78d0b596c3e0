package dev.pilum.testkit.backend;

import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendConfig;
import dev.pilum.backend.BackendProvider;
import dev.pilum.storage.error.InvalidRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Collections in memory that fail as a seed says: a {@link SimDatabase} for each namespace.
 * Settings: {@code seed}; {@code faults}, the share of calls that fail, by default 0; {@code
 * fault_kinds}, of which {@link FaultKind}s, by default all but {@code resource_oom}.
 */
public final class SimulatedProvider implements BackendProvider {
  /** For {@link java.util.ServiceLoader}. */
  public SimulatedProvider() {}

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public List<String> aliases() {
    return List.of("sim");
  }

  @Override
  public Backend open(BackendConfig config) {
    config.checkKnown(Set.of("seed", "faults", "fault_kinds"));
    return new SimulatedBackend(config.number("seed", 1), rates(config));
  }

  private static FaultRates rates(BackendConfig config) {
    double share;
    try {
      share = Double.parseDouble(config.text("faults", "0"));
    } catch (NumberFormatException e) {
      throw new InvalidRequest("setting 'faults' must be a share, 0 to 1", e);
    }
    String kinds = config.get("fault_kinds");
    if (kinds == null) {
      return FaultRates.all(share).with(FaultKind.RESOURCE_OOM, 0);
    }
    FaultRates rates = FaultRates.NONE;
    for (String kind : kinds.split(",", -1)) {
      rates = rates.with(kind(kind.strip().toUpperCase(Locale.ROOT)), share);
    }
    return rates;
  }

  private static FaultKind kind(String name) {
    for (FaultKind kind : FaultKind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new InvalidRequest(
        "setting 'fault_kinds' has no '%s'; there are %s"
            .formatted(name, List.of(FaultKind.values())));
  }
}
