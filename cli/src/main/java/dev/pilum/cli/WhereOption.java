package dev.pilum.cli;

import dev.pilum.Scan;
import dev.pilum.Search;
import dev.pilum.TextSearch;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which rows are wanted. */
final class WhereOption {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}\\.[0-9]{1,30}");

  @Option(
      names = "--where",
      paramLabel = "SQL",
      description = "Only rows that match, such as \"lang = :lang AND year >= 2020\".")
  private @Nullable String condition;

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = {
        "The value of a parameter :NAME: a number, true or false where it reads like one,",
        "else text; text in single quotes is always text."
      })
  private Map<String, String> parameters = new LinkedHashMap<>();

  /** Returns the scan, of matching rows only. */
  Scan in(Scan scan) {
    return condition == null ? scan : scan.where(condition, values());
  }

  /** Returns the search, of matching rows only. */
  Search in(Search search) {
    return condition == null ? search : search.where(condition, values());
  }

  /** Returns the search, of matching rows only. */
  TextSearch in(TextSearch search) {
    return condition == null ? search : search.where(condition, values());
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    parameters.forEach((name, text) -> values.put(name, value(text)));
    return values;
  }

  private static Object value(String text) {
    if (WHOLE.matcher(text).matches()) {
      return whole(text);
    }
    if (DECIMAL.matcher(text).matches()) {
      return new BigDecimal(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    boolean quoted = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** Nineteen digits may be more than a long holds; no column has such numbers. */
  private static Object whole(String digits) {
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      return digits;
    }
  }
}
