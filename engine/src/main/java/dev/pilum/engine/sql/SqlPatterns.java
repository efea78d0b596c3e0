package dev.pilum.engine.sql;

/** Rewrites texts into the one kind of pattern that filters know: backslash escapes. */
final class SqlPatterns {
  private SqlPatterns() {}

  /** Returns the pattern that matches just this text. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      appendQuoted(quoted, text.charAt(i));
    }
    return quoted.toString();
  }

  /**
   * Returns a pattern in which backslashes take the place of another escape, one character or none.
   */
  static String withBackslash(String pattern, String escape) {
    StringBuilder changed = new StringBuilder(pattern.length() + 8);
    for (int i = 0; i < pattern.length(); ) {
      if (!escape.isEmpty() && pattern.startsWith(escape, i)) {
        i += escape.length();
        if (i < pattern.length()) {
          appendQuoted(changed, pattern.charAt(i++));
        } else {
          // An escape that escapes nothing: as wrong as a backslash at the end.
          changed.append('\\');
        }
      } else if (pattern.charAt(i) == '\\') {
        changed.append("\\\\");
        i++;
      } else {
        changed.append(pattern.charAt(i++));
      }
    }
    return changed.toString();
  }

  /** Returns whether a text denotes NaN or an infinity. */
  static boolean isNotFinite(String text) {
    return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
  }

  private static void appendQuoted(StringBuilder quoted, char c) {
    if (c == '%' || c == '_' || c == '\\') {
      quoted.append('\\');
    }
    quoted.append(c);
  }
}
