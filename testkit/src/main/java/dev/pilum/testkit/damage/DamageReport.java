package dev.pilum.testkit.damage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often each verdict was given, by type of file and kind of damage. One thread. */
public final class DamageReport {
  private static final int EXAMPLES = 3;

  private final Map<FileType, Map<Damage.Kind, Map<Verdict, Integer>>> counts =
      new EnumMap<>(FileType.class);
  private final Map<Verdict, List<String>> examples = new EnumMap<>(Verdict.class);
  private int trials;

  /** Makes a report of nothing. */
  public DamageReport() {}

  /** Counts one trial; {@code example} is kept of the first few. */
  void add(FileType type, Damage.Kind kind, Verdict verdict, String example) {
    trials++;
    counts
        .computeIfAbsent(type, t -> new EnumMap<>(Damage.Kind.class))
        .computeIfAbsent(kind, k -> new EnumMap<>(Verdict.class))
        .merge(verdict, 1, Integer::sum);
    List<String> kept = examples.computeIfAbsent(verdict, v -> new ArrayList<>());
    if (kept.size() < EXAMPLES * FileType.values().length) {
      kept.add(example);
    }
  }

  /** Returns how many trials there were. */
  public int trials() {
    return trials;
  }

  /** Returns how many trials of this type and kind ended so. */
  public int count(FileType type, Damage.Kind kind, Verdict verdict) {
    return counts
        .getOrDefault(type, Map.of())
        .getOrDefault(kind, Map.of())
        .getOrDefault(verdict, 0);
  }

  /** Returns some of the trials that ended so, to be read by people. */
  public List<String> examples(Verdict verdict) {
    return examples.getOrDefault(verdict, List.of());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("%-9s %-10s %7s".formatted("file", "damage", "tried"));
    for (Verdict verdict : Verdict.values()) {
      text.append(" %18s".formatted(verdict));
    }
    counts.forEach((type, kinds) ->
        kinds.forEach((kind, verdicts) -> {
          int tried = verdicts.values().stream().mapToInt(Integer::intValue).sum();
          text.append("%n%-9s %-10s %7d".formatted(type, kind, tried));
          for (Verdict verdict : Verdict.values()) {
            text.append(" %18s".formatted(verdicts.getOrDefault(verdict, 0)));
          }
        }));
    return text.toString();
  }
}
