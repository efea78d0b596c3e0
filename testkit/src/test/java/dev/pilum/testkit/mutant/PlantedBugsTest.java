package dev.pilum.testkit.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.testkit.table.Check;
import dev.pilum.testkit.table.Histories;
import dev.pilum.testkit.table.Trial;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * Each deliberate bug is found by the checks, which find nothing in the engine as it is. {@code
 * -Dpilum.bug=} and a part of its name picks some.
 */
class PlantedBugsTest {
  private static final long FIRST_SEED = 0xB06;

  /** A bug that needs more histories than this is one that the checks do not find. */
  private static final int MOST_SEEDS = Integer.getInteger("pilum.bug.seeds", 40);

  /**
   * What became of a bug.
   *
   * @param seeds how many histories were lived until it was found
   * @param points how many crashes, faults or steps there were in them
   * @param reason what the check said; {@code null} when it said nothing in any of them
   */
  private record Finding(Mutant mutant, long seeds, long points, String reason) {}

  @Test
  void everyPlantedBugIsFoundAndNothingElse() {
    List<Mutant> bugs = PlantedBugs.all();
    String only = System.getProperty("pilum.bug", "");
    List<Mutant> tried = bugs.stream().filter(bug -> bug.bug().contains(only)).toList();
    List<String> names = bugs.stream().map(Mutant::bug).toList();
    assertThat(tried).as("bugs with '%s' in their name, of %s", only, names).isNotEmpty();
    List<Finding> findings = Histories.each(0, tried.size(), i -> find(tried.get((int) i)));
    System.out.println("bug | check that found it | histories | points needed | what it said");
    findings.forEach(PlantedBugsTest::print);
    assertThat(findings).as("bugs that nothing found").noneMatch(found -> found.reason() == null);
    assertThatSoundEnginePasses(findings);
  }

  @Test
  void aBugThatCannotBePlantedAnyMoreIsAnError() {
    Mutant gone =
        new Mutant(
            "of a method long gone",
            "dev.pilum.engine.write.CommitLog",
            "gone",
            Edit.empties(),
            Check.MODEL);
    assertThatThrownBy(() -> loader(gone))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of a method long gone");
  }

  private static Finding find(Mutant mutant) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    MutantLoader loader = loader(mutant);
    thread.setContextClassLoader(loader);
    try {
      return find(mutant, trial(loader));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Finding find(
      Mutant mutant, BiFunction<String, Long, Map.Entry<Long, String>> trial) {
    long points = 0;
    for (int seeds = 1; seeds <= MOST_SEEDS; seeds++) {
      Map.Entry<Long, String> outcome = trial.apply(mutant.check().name(), seed(mutant, seeds - 1));
      points += outcome.getKey();
      if (outcome.getValue() != null) {
        return new Finding(mutant, seeds, points, outcome.getValue());
      }
    }
    return new Finding(mutant, MOST_SEEDS, points, null);
  }

  /** Returns the seed of one of the histories that a bug is looked for in. */
  private static long seed(Mutant mutant, long history) {
    return FIRST_SEED + mutant.hint() + history;
  }

  /** A history that a bug was looked for in. */
  private record Lived(Check check, long seed) {}

  /** Lives the same histories without any bug. */
  private static void assertThatSoundEnginePasses(List<Finding> findings) {
    Set<Lived> all = new LinkedHashSet<>();
    for (Finding found : findings) {
      for (long history = 0; history < found.seeds(); history++) {
        all.add(new Lived(found.mutant().check(), seed(found.mutant(), history)));
      }
    }
    List<Lived> histories = List.copyOf(all);
    Histories.each(
        0,
        histories.size(),
        i -> {
          Lived lived = histories.get((int) i);
          Map.Entry<Long, String> outcome = new Trial().apply(lived.check().name(), lived.seed());
          assertThat(outcome.getValue())
              .as("%s, seed 0x%X, without a bug", lived.check(), lived.seed())
              .isNull();
          return i;
        });
  }

  private static MutantLoader loader(Mutant mutant) {
    return new MutantLoader(mutant, PlantedBugsTest.class.getClassLoader());
  }

  @SuppressWarnings("unchecked") // Trial is one, but the loader's, not ours.
  private static BiFunction<String, Long, Map.Entry<Long, String>> trial(ClassLoader loader)
      throws ReflectiveOperationException {
    return (BiFunction<String, Long, Map.Entry<Long, String>>)
        loader.loadClass(Trial.class.getName()).getDeclaredConstructor().newInstance();
  }

  private static void print(Finding found) {
    System.out.printf(
        "%s | %s | %d | %d | %s%n",
        found.mutant().bug(),
        found.reason() == null ? "NONE" : found.mutant().check(),
        found.seeds(),
        found.points(),
        found.reason());
  }
}
