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

  /**
   * Measures filtered searches of Pilum alone, with default settings, beside unfiltered ones.
   *
   * @param messages gets progress
   * @return a line of figures for each selectivity, once for a filter that has nothing to do with
   *     the vectors and once for one that accepts the rows nearest to one of them
   */
  List<Row> runFilters(FilterRequest request, PrintWriter messages);

  /**
   * Measures what searches of Pilum alone find after half of a table's rows were deleted and half
   * upserted, beside a table made of what is left.
   *
   * @param messages gets progress
   * @return a line of figures for each table and breadth
   */
  List<Row> runChurn(ChurnRequest request, PrintWriter messages);
}
