package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.engine.filter.AccessPath;
import dev.pilum.engine.filter.AccessPath.Means;
import dev.pilum.engine.filter.RowEstimate;
import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.ScalarIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says how a source answers a filter, part by part. */
final class FilterPlan {
  /** Characters of a filter that plans show; one may have megabytes. */
  private static final int MOST_TEXT = 200;

  private FilterPlan() {}

  /** Returns a filter as SQL text, its end cut off where it is long. */
  static String text(Filter filter) {
    String text = SqlFilters.print(filter);
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT - 1) + "…";
  }

  /** Returns what answers a filter that is asked as a whole; nothing when its parts are asked. */
  static List<String> means(AccessPath path) {
    return path instanceof AccessPath.Leaf leaf ? List.of(words(leaf.means())) : List.of();
  }

  /** Returns the steps of the parts, in the order in which they are asked; none of a whole. */
  static List<Plan> parts(AccessPath path) {
    return path instanceof AccessPath.Leaf ? List.of() : List.of(step(path));
  }

  private static Plan step(AccessPath path) {
    return switch (path) {
      case AccessPath.Leaf l ->
          new Plan(
              "part",
              "",
              List.of(text(l.filter()), words(l.means())),
              rows(l.rows()),
              null,
              List.of());
      case AccessPath.All a -> joined("all of", a.parts(), a.rows());
      case AccessPath.Any a -> joined("any of", a.parts(), a.rows());
      case AccessPath.Not n -> joined("not", List.of(n.part()), n.rows());
    };
  }

  private static Plan joined(String operator, List<AccessPath> parts, RowEstimate rows) {
    List<Plan> inputs = new ArrayList<>(parts.size());
    for (AccessPath part : parts) {
      inputs.add(step(part));
    }
    return new Plan(operator, "", List.of(), rows(rows), null, inputs);
  }

  private static String words(Means means) {
    return switch (means) {
      case Means.Index(String column, ScalarIndex kind) ->
          kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " index of " + column;
      case Means.Columns(int blocks, int ofBlocks) when blocks == 0 && ofBlocks > 0 ->
          "zone maps alone";
      case Means.Columns(int blocks, int ofBlocks) when blocks < ofBlocks ->
          "column scan of " + blocks + " of " + ofBlocks + " blocks, zone maps for the others";
      case Means.Columns c -> "column scan";
    };
  }

  private static Plan.Rows rows(RowEstimate rows) {
    return new Plan.Rows(rows.least(), rows.expected(), rows.most(), rows.of());
  }
}
