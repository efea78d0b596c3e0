package dev.pilum;

import java.util.List;

/**
 * What a check of all files found.
 *
 * @param filesChecked how many files were read whole
 * @param bytesChecked how many bytes they have
 * @param problems what is wrong, one sentence each, naming the file; empty when all is well
 */
public record VerifyReport(int filesChecked, long bytesChecked, List<String> problems) {
  public VerifyReport {
    problems = List.copyOf(problems);
  }

  /** Returns whether nothing is wrong. */
  public boolean ok() {
    return problems.isEmpty();
  }
}
