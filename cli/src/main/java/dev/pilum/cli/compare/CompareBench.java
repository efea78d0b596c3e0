package dev.pilum.cli.compare;

import java.io.PrintWriter;
import java.util.List;

/**
 * Measures Pilum beside what a user would pick instead, over the same data in the same run. Found
 * by {@link java.util.ServiceLoader}, as {@link dev.pilum.cli.ann.AnnBench} is and for the same
 * reason.
 */
public interface CompareBench {
  /** Returns the names that {@link CompareRequest#peers()} may have. */
  List<String> peers();

  /**
   * Measures, and writes the reports that the request asks for.
   *
   * @param messages gets progress, and which peers are skipped and why
   * @throws dev.pilum.storage.error.InvalidRequest when nobody knows a peer
   */
  CompareOutcome run(CompareRequest request, PrintWriter messages);
}
