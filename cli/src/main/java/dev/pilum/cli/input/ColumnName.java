package dev.pilum.cli.input;

import java.util.regex.Pattern;

/** Turns the names that files give their columns into names that a table accepts. */
public final class ColumnName {
  private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_.-]+");
  private static final Pattern BAD_START = Pattern.compile("^[_.-]+");
  private static final int MAX_LENGTH = 64;

  private ColumnName() {}

  /**
   * Returns {@code name} with runs of other characters replaced by {@code _}, no such start, and at
   * most 64 characters.
   */
  public static String of(String name) {
    String known = FOREIGN.matcher(name.strip()).replaceAll("_");
    String started = BAD_START.matcher(known).replaceFirst("");
    String named = started.isEmpty() ? "column" : started;
    return named.length() <= MAX_LENGTH ? named : named.substring(0, MAX_LENGTH);
  }
}
