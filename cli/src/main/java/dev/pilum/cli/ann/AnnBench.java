package dev.pilum.cli.ann;

import dev.pilum.Row;
import java.io.PrintWriter;
import java.util.List;

/**
 * Measures nearest-neighbour searches of Pilum and its peers side by side. Found by {@link
 * java.util.ServiceLoader}: its implementation knows other people's libraries, which nobody who
 * uses Pilum shall have to carry.
 */
public interface AnnBench {
  /** Returns the names that {@link AnnRequest#peers()} may have. */
  List<String> peers();

  /**
   * Builds, checks and times.
   *
   * @param messages gets progress, and at the end a comparison for people
   * @return a line of figures for each engine and breadth
   * @throws dev.pilum.storage.error.InvalidRequest when the truth does not fit the queries, or
   *     nobody knows a peer
   */
  List<Row> run(AnnRequest request, PrintWriter messages);
}
