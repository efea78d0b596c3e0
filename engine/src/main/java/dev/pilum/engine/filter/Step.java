package dev.pilum.engine.filter;

import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.ScalarIndex;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A condition as one source answers it. Immutable. */
sealed interface Step {
  /** Returns what is known of blocks without looking. */
  Verdicts verdicts();

  /** Returns for how many rows it should be true. */
  RowEstimate rows();

  /** Returns for how many rows it may be unknown. */
  default long unknownRows() {
    return verdicts().rowsWith(Verdicts.UNKNOWN);
  }

  /**
   * Columns are read.
   *
   * @param filter what it was written as
   * @param condition what is asked
   * @param columns names of the columns it reads
   * @param nanosPerRow what a row costs
   */
  record Read(
      Filter filter,
      Condition condition,
      Set<String> columns,
      double nanosPerRow,
      Verdicts verdicts,
      RowEstimate rows)
      implements Step {}

  /**
   * An index is asked, for all rows at once.
   *
   * @param filter what it was written as
   * @param lookup the question
   * @param column the column
   * @param kind which of its indexes
   */
  record Look(
      Filter filter,
      IndexLookup lookup,
      String column,
      ScalarIndex kind,
      Verdicts verdicts,
      RowEstimate rows)
      implements Step {}

  /** All parts hold. */
  record All(List<Step> parts, Verdicts verdicts, RowEstimate rows) implements Step {
    static All of(List<Step> parts, int rowCount) {
      Verdicts verdicts = Verdicts.all(rowCount, Verdicts.TRUE);
      RowEstimate rows = RowEstimate.exactly(rowCount, rowCount);
      for (Step part : parts) {
        verdicts = verdicts.and(part.verdicts());
        rows = rows.and(part.rows());
      }
      return new All(List.copyOf(parts), verdicts, rows);
    }
  }

  /** At least one part holds. */
  record Any(List<Step> parts, Verdicts verdicts, RowEstimate rows) implements Step {
    static Any of(List<Step> parts, int rowCount) {
      Verdicts verdicts = Verdicts.all(rowCount, Verdicts.FALSE);
      RowEstimate rows = RowEstimate.exactly(0, rowCount);
      for (Step part : parts) {
        verdicts = verdicts.or(part.verdicts());
        rows = rows.or(part.rows());
      }
      return new Any(List.copyOf(parts), verdicts, rows);
    }
  }

  /**
   * A part does not hold.
   *
   * @param filter what it was written as, when the part is not a filter of its own
   */
  record Opposite(Step part, @Nullable Filter filter, Verdicts verdicts, RowEstimate rows)
      implements Step {
    static Opposite of(Step part, @Nullable Filter filter) {
      return new Opposite(part, filter, part.verdicts().not(), part.rows().not(part.unknownRows()));
    }
  }

  /**
   * What is known already, for all rows.
   *
   * @param truth what it is
   */
  record Known(Truth truth, Verdicts verdicts, RowEstimate rows) implements Step {
    static Known of(Truth truth) {
      int rowCount = truth.yes().length();
      return new Known(
          truth,
          Verdicts.all(rowCount, Verdicts.ANY),
          RowEstimate.between(0, rowCount / 2.0, rowCount, rowCount));
    }
  }

  /** Returns how this is done, for people. */
  default AccessPath describe() {
    return switch (this) {
      case Read r ->
          new AccessPath.Leaf(
              r.filter(),
              new AccessPath.Means.Columns(r.verdicts().undecided(), r.verdicts().blocks()),
              r.rows());
      case Look l ->
          new AccessPath.Leaf(
              l.filter(), new AccessPath.Means.Index(l.column(), l.kind()), l.rows());
      case All a -> new AccessPath.All(a.parts().stream().map(Step::describe).toList(), a.rows());
      case Any a -> new AccessPath.Any(a.parts().stream().map(Step::describe).toList(), a.rows());
      case Opposite(Step part, Filter filter, Verdicts v, RowEstimate rows)
          when filter != null && part.describe() instanceof AccessPath.Leaf leaf ->
          new AccessPath.Leaf(filter, leaf.means(), rows);
      case Opposite o -> new AccessPath.Not(o.part().describe(), o.rows());
      case Known k -> throw new AssertionError("plans come before answers");
    };
  }
}
