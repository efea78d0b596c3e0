package dev.pilum.cli;

import java.util.ArrayList;
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
      description = "Columns to show, separated by commas, or values such as \"year + 1 AS next\".")
  private List<String> chosen = List.of();

  /** Returns the chosen columns, {@code others} when none were chosen. */
  List<String> columnsOr(List<String> others) {
    return chosen.isEmpty()
        ? others
        : chosen.stream().flatMap(each -> split(each).stream()).toList();
  }

  /** Splits at the commas that stand neither in parentheses nor in quotes. */
  private static List<String> split(String columns) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    char quote = 0;
    for (int i = 0; i < columns.length(); i++) {
      char c = columns.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == ',' && depth == 0) {
        parts.add(columns.substring(start, i));
        start = i + 1;
      } else {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
    }
    parts.add(columns.substring(start));
    return parts;
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
