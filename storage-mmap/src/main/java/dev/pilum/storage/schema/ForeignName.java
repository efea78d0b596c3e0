package dev.pilum.storage.schema;

import java.util.regex.Pattern;

/** Turns names that others give their columns into names that a {@link Field} accepts. */
public final class ForeignName {
  private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_.-]+");
  private static final Pattern BAD_START = Pattern.compile("^[_.-]+");
  private static final int MAX_LENGTH = 64;

  private ForeignName() {}

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

  /** Returns {@code name} where a field accepts it, and what {@link #of} makes of it elsewhere. */
  public static String unlessAccepted(String name) {
    return Field.NAME.matcher(name).matches() ? name : of(name);
  }
}
