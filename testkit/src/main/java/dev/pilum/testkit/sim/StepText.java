package dev.pilum.testkit.sim;

import dev.pilum.Row;
import dev.pilum.testkit.table.Evolution;
import dev.pilum.testkit.table.Step;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a step does, in a line that people can read. */
final class StepText {
  private static final int TOLD_KEYS = 6;

  private StepText() {}

  static String of(Step step) {
    return switch (step) {
      case Step.Create create -> "create the table";
      case Step.Drop drop -> "drop the table";
      case Step.Upsert upsert -> "upsert " + keys(upsert.rows());
      case Step.Add add -> "add " + keys(add.rows());
      case Step.Update update ->
          "set %s of %s".formatted(names(update.values().keySet()), update.key());
      case Step.UpdateWhere update ->
          "set %s where %s".formatted(names(update.values().keySet()), update.where());
      case Step.Delete delete -> "delete " + texts(delete.keys());
      case Step.DeleteWhere delete -> "delete where " + delete.where();
      case Step.Merge merge ->
          "merge %s, matched %s, others %s, the rest %s"
              .formatted(
                  keys(merge.rows()),
                  lower(merge.matched()),
                  lower(merge.unmatched()),
                  merge.bySource() == null ? "stays" : "deleted where " + merge.bySource());
      case Step.Keep keep -> lower(keep.what());
      case Step.Index index ->
          "%s %s index of %s".formatted(lower(index.wish()), lower(index.kind()), index.column());
      case Step.Read read -> "read and compare";
      case Step.Evolve evolve -> text(evolve.what());
    };
  }

  private static String text(Evolution change) {
    return switch (change) {
      case Evolution.Add add ->
          "add %scolumn %s, %s, %s"
              .formatted(
                  add.required() ? "required " : "",
                  add.name(),
                  lower(add.kind()),
                  lower(add.filling()));
      case Evolution.Drop(String name) -> "drop column " + name;
      case Evolution.Rename(String name, String other) ->
          "rename column %s to %s".formatted(name, other);
      case Evolution.Widen(String name) -> "widen column " + name;
      case Evolution.AllowNulls(String name) -> "allow nulls in column " + name;
      case Evolution.Restore(long version) -> "restore version " + version;
      case Evolution.Tag(String name, long version) -> "tag version %d %s".formatted(version, name);
      case Evolution.Untag(String name) -> "delete tag " + name;
      case Evolution.Retain(int versions) -> "keep %d versions".formatted(versions);
    };
  }

  private static String keys(List<Row> rows) {
    return texts(rows.stream().map(row -> row.get("key")).toList());
  }

  private static String texts(List<?> values) {
    String text =
        values.stream().limit(TOLD_KEYS).map(String::valueOf).collect(Collectors.joining(", "));
    int more = values.size() - TOLD_KEYS;
    return more > 0 ? text + " and " + more + " more" : text;
  }

  private static String names(Iterable<String> columns) {
    return String.join(" and ", columns);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
