package dev.pilum.testkit.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The acceptance table with the results of the last build: {@code AcceptanceReport ROOT} writes
 * docs/acceptance.md and target/acceptance.md below the project's folder.
 */
public final class AcceptanceReport {
  /** What became of the tests of one row in one place. */
  private static final class Tally {
    private int passed;
    private int skipped;
    private final SortedSet<String> failed = new TreeSet<>();

    @Override
    public String toString() {
      if (!failed.isEmpty()) {
        return "FAILED: " + String.join(", ", failed);
      }
      return passed + skipped == 0
          ? "-"
          : passed + " passed" + (skipped == 0 ? "" : ", " + skipped + " skipped");
    }
  }

  private static final Pattern CASE =
      Pattern.compile(
          "<testcase name=\"([^\"(]+)[^\"]*\" classname=\"([^\"]+)\"[^>]*?(/>|>.*?</testcase>)",
          Pattern.DOTALL);
  private static final String PROVIDER = "BackendTest";

  /** Class and method, to what became of it: "passed", "skipped" or "failed". */
  private final Map<String, Map<String, String>> results = new TreeMap<>();

  private final SortedSet<String> providers = new TreeSet<>();
  private final Acceptance acceptance;

  private AcceptanceReport(Acceptance acceptance) {
    this.acceptance = acceptance;
  }

  /** Writes both tables; the argument is the project's folder. */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    Acceptance acceptance = Acceptance.of(root);
    Files.writeString(root.resolve("docs/acceptance.md"), acceptance.table());
    Files.createDirectories(root.resolve("target"));
    Path target = root.resolve("target/acceptance.md");
    Files.writeString(target, of(acceptance, root));
    System.out.println("docs/acceptance.md, and with the results of the last build " + target);
  }

  /** Returns the table with the results in the reports below {@code root}. */
  static String of(Acceptance acceptance, Path root) {
    AcceptanceReport report = new AcceptanceReport(acceptance);
    for (Path file : Acceptance.below(root, ".xml")) {
      if (file.toString().contains("surefire-reports")) {
        report.read(Acceptance.read(file));
      }
    }
    return report.table();
  }

  private void read(String xml) {
    Matcher test = CASE.matcher(xml);
    while (test.find()) {
      String type = test.group(2).substring(test.group(2).lastIndexOf('.') + 1);
      String body = test.group(3);
      String result =
          body.contains("<failure") || body.contains("<error")
              ? "failed"
              : body.contains("<skipped") ? "skipped" : "passed";
      results
          .computeIfAbsent(test.group(1), m -> new TreeMap<>())
          .merge(type, result, (a, b) -> a.equals("failed") ? a : b);
      if (type.endsWith(PROVIDER)) {
        providers.add(type);
      }
    }
  }

  private String table() {
    StringBuilder table = new StringBuilder("# Acceptance: results of the last build\n\n");
    table.append("| row | what is needed | tests |");
    providers.forEach(type -> table.append(' ').append(provider(type)).append(" |"));
    table.append(" once |\n|---|---|---|").append("---|".repeat(providers.size() + 1)).append('\n');
    for (Acceptance.Need need : acceptance.needs()) {
      table.append("| %s | %s | %s |".formatted(need.id, need.what, Acceptance.tests(need)));
      tallies(need).values().forEach(tally -> table.append(' ').append(tally).append(" |"));
      table.append('\n');
    }
    return table.append(uncovered()).toString();
  }

  /** Returns what became of a row's tests on each provider, and of those that run once. */
  private Map<String, Tally> tallies(Acceptance.Need need) {
    Map<String, Tally> tallies = new LinkedHashMap<>();
    providers.forEach(type -> tallies.put(type, new Tally()));
    tallies.put("", new Tally());
    for (String test : need.tests) {
      int dot = test.indexOf('.');
      String type = test.substring(0, dot);
      String method = test.substring(dot + 1);
      results
          .getOrDefault(method, Map.of())
          .forEach((ran, result) -> {
            if (type.endsWith("Contract") && tallies.containsKey(ran)) {
              count(tallies.get(ran), method, result);
            } else if (type.equals(ran)) {
              count(tallies.get(""), method, result);
            }
          });
    }
    return tallies;
  }

  private static void count(
      @org.jspecify.annotations.Nullable Tally tally, String method, String result) {
    if (tally == null) {
      return;
    }
    switch (result) {
      case "passed" -> tally.passed++;
      case "skipped" -> tally.skipped++;
      default -> tally.failed.add(method);
    }
  }

  private String uncovered() {
    SortedSet<String> ids = new TreeSet<>();
    for (Acceptance.Need need : acceptance.needs()) {
      if (need.tests.isEmpty()) {
        ids.add(need.id);
      }
    }
    return "\nNot covered: " + (ids.isEmpty() ? "none" : String.join(", ", ids)) + "\n";
  }

  private static String provider(String type) {
    return type.substring(0, type.length() - PROVIDER.length()).toLowerCase(java.util.Locale.ROOT);
  }
}
