package dev.pilum.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The option that names the columns to show, or values computed from them. */
final class SelectOption {
  /** What a computed value is called. */
  private static final Pattern ALIAS =
      Pattern.compile(
          "\\sAS\\s+\"?([A-Za-z0-9_][A-Za-z0-9_.-]*)\"?\\s*$", Pattern.CASE_INSENSITIVE);

  @Option(
      names = "--select",
      paramLabel = "COLUMN",
      split = ",(?![^(]*\\))", // not inside of parentheses
      splitSynopsisLabel = ",",
      description = "Columns to show, separated by commas, or values such as \"year + 1 AS next\".")
  private List<String> columns = List.of();

  /** Returns the chosen columns, {@code others} when none were chosen. */
  List<String> columnsOr(List<String> others) {
    return columns.isEmpty() ? others : columns;
  }

  /** Returns what the results call such columns. */
  static List<String> names(List<String> columns) {
    return columns.stream().map(SelectOption::name).toList();
  }

  private static String name(String column) {
    Matcher alias = ALIAS.matcher(column);
    return alias.find() ? alias.group(1) : column;
  }
}
