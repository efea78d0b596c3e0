package dev.pilum.engine.filter;

import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.ScalarIndex;
import java.util.List;

/**
 * How one source of rows answers a filter: which part by which means, and how many rows that should
 * leave. A plain value, made before anything is read by {@link FilterEvaluator#path}; parts stand
 * in the order in which they are asked. Immutable.
 */
public sealed interface AccessPath {
  /** Returns for how many rows of the source it should be true. */
  RowEstimate rows();

  /**
   * A part that is asked as a whole.
   *
   * @param filter the part, as it was written
   * @param means what answers it
   * @param rows for how many rows it should be true
   */
  record Leaf(Filter filter, Means means, RowEstimate rows) implements AccessPath {}

  /**
   * All parts hold: each is asked only about rows for which no part before it is false.
   *
   * @param parts the parts
   * @param rows for how many rows it should be true
   */
  record All(List<AccessPath> parts, RowEstimate rows) implements AccessPath {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /**
   * At least one part holds: each is asked only about rows for which no part before it is true.
   *
   * @param parts the parts
   * @param rows for how many rows it should be true
   */
  record Any(List<AccessPath> parts, RowEstimate rows) implements AccessPath {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A part does not hold.
   *
   * @param part the part
   * @param rows for how many rows it should be true
   */
  record Not(AccessPath part, RowEstimate rows) implements AccessPath {}

  /** What answers a part. */
  sealed interface Means {
    /**
     * An index of a column, once for all rows.
     *
     * @param column the column
     * @param kind which of its indexes
     */
    record Index(String column, ScalarIndex kind) implements Means {}

    /**
     * Reading columns, block by block, as far as zone maps do not say what comes out and rows are
     * still in question.
     *
     * @param blocks blocks of which zone maps cannot say
     * @param ofBlocks blocks there are
     */
    record Columns(int blocks, int ofBlocks) implements Means {}
  }
}
