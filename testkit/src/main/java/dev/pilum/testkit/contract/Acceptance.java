package dev.pilum.testkit.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What systems that stand on Pilum need, row by row, and which tests show it. Read from sources, so
 * that tests of all modules are known wherever this runs.
 */
public final class Acceptance {
  /** One need. */
  static final class Need {
    final String id;
    final String what;
    final SortedSet<String> tests = new TreeSet<>();

    Need(String id, String what) {
      this.id = id;
      this.what = what;
    }
  }

  private static final Pattern PROVES =
      Pattern.compile(
          "@Proves\\(\\{?([^)}]*)\\}?\\)\\s+(?:default )?void (\\w+)\\(", Pattern.DOTALL);
  private static final Pattern ID = Pattern.compile("\"([A-Z]\\d+[a-d]?)\"");
  private static final Pattern TEST_METHOD = Pattern.compile("void (\\w+)\\(");

  private final Map<String, Need> needs = new LinkedHashMap<>();
  private final SortedSet<String> methods = new TreeSet<>();

  private Acceptance() {}

  /** Reads the sources below {@code root}, the folder of the whole project. */
  static Acceptance of(Path root) {
    Acceptance acceptance = new Acceptance();
    acceptance.readRows();
    for (Path source : below(root, "Test.java", "Contract.java")) {
      acceptance.readSource(source);
    }
    return acceptance;
  }

  /** Returns the rows in their order. */
  List<Need> needs() {
    return List.copyOf(needs.values());
  }

  /** Returns whether there is a test of this name, {@code Class.method}. */
  boolean hasTest(String test) {
    return methods.contains(test);
  }

  /** Returns the table without results. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            """
            # Acceptance

            What systems that stand on Pilum need, and which tests show that they get it. Tests of `...Contract` run on every
            provider, the others once. `dev/acceptance` writes this page; with the results of the last build it writes
            `target/acceptance.md`.

            | row | what is needed | tests |
            |---|---|---|
            """);
    for (Need need : needs()) {
      table.append("| %s | %s | %s |%n".formatted(need.id, need.what, tests(need)));
    }
    return table.toString().replace(System.lineSeparator(), "\n");
  }

  /** Returns the tests of a row, those of one class together. */
  static String tests(Need need) {
    if (need.tests.isEmpty()) {
      return "*not covered*";
    }
    Map<String, List<String>> byClass = new LinkedHashMap<>();
    for (String test : need.tests) {
      int dot = test.indexOf('.');
      byClass
          .computeIfAbsent(test.substring(0, dot), c -> new ArrayList<>())
          .add(test.substring(dot + 1));
    }
    List<String> parts = new ArrayList<>();
    byClass.forEach((type, names) -> parts.add("`" + type + "`: " + String.join(", ", names)));
    return String.join("; ", parts);
  }

  private void readRows() {
    for (String line : resource("acceptance-rows.txt").split("\n", -1)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split("\\|", -1);
        Need need = new Need(parts[0].strip(), parts[1].strip());
        for (String test : parts[2].split(",", -1)) {
          if (!test.isBlank()) {
            need.tests.add(test.strip());
          }
        }
        needs.put(need.id, need);
      }
    }
  }

  private void readSource(Path source) {
    String text = read(source);
    String type = source.getFileName().toString().replace(".java", "");
    Matcher method = TEST_METHOD.matcher(text);
    while (method.find()) {
      methods.add(type + "." + method.group(1));
    }
    Matcher proves = PROVES.matcher(text);
    while (proves.find()) {
      Matcher id = ID.matcher(proves.group(1));
      while (id.find()) {
        Need need = needs.get(id.group(1));
        if (need == null) {
          throw new IllegalStateException(source + " names a row there is not: " + id.group(1));
        }
        need.tests.add(type + "." + proves.group(2));
      }
    }
  }

  /** Returns the files below a folder with these ends of names; built ones only in reports. */
  static List<Path> below(Path root, String... ends) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> Stream.of(ends).anyMatch(end -> file.toString().endsWith(end)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Acceptance.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
