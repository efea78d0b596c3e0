package dev.pilum;

import dev.pilum.Problem.Standing;
import java.util.List;

/**
 * What a check of all files found.
 *
 * @param filesChecked how many files were read whole
 * @param bytesChecked how many bytes they have
 * @param problems what is wrong, in the order of manifests, logs, segments; empty when all is well
 */
public record VerifyReport(int filesChecked, long bytesChecked, List<Problem> problems) {
  public VerifyReport {
    problems = List.copyOf(problems);
  }

  /** Returns whether nothing is wrong. */
  public boolean ok() {
    return problems.isEmpty();
  }

  /** Returns whether nothing is lost: what is wrong can be made again from what is not. */
  public boolean isRepairable() {
    return problems.stream().noneMatch(problem -> problem.standing() == Standing.TRUTH);
  }
}
