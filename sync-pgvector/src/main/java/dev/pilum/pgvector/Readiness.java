package dev.pilum.pgvector;

import java.util.List;

/**
 * Whether a target is ready for a table.
 *
 * @param findings what was looked at, in order
 */
public record Readiness(List<Finding> findings) {
  /** Copies the list. */
  public Readiness {
    findings = List.copyOf(findings);
  }

  /** Returns whether there are no errors. */
  public boolean ok() {
    return findings.stream().noneMatch(finding -> finding.level() == Finding.Level.ERROR);
  }
}
