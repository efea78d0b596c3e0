package dev.pilum.storage.schema;

import java.util.List;
import java.util.Locale;

/**
 * Finds the known name that a mistyped one most likely meant, by edit distance (Levenshtein 1966),
 * letter case aside.
 */
public final class NearestName {
  private NearestName() {}

  /**
   * Returns the nearest of {@code known} to {@code name}, the first of equals; the empty string
   * when {@code known} is empty.
   */
  public static String of(String name, List<String> known) {
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int edits = edits(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits < least) {
        least = edits;
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static int edits(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
