package dev.pilum.formats.text;

import java.util.regex.Pattern;

/**
 * What stands between two delimiters.
 *
 * @param text without quotes
 * @param quoted whether quotes stood around it; then it is text, whatever it looks like
 */
record CsvCell(String text, boolean quoted) {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  /**
   * Returns what it reads like: {@link Long}, {@link Double} or {@link Boolean}, numbers in
   * brackets as a list, anything else as it is. Digits behind a leading zero are text, since such
   * things are post codes rather than numbers; so are whole numbers that no long holds, of which a
   * double would lose digits.
   */
  Object look() {
    if (text.startsWith("[")) {
      Object array = JsonValues.parse(text);
      return array != null && isNumbers(array) ? array : text;
    }
    if (quoted) {
      return text;
    }
    String word = text.strip();
    if (WHOLE.matcher(word).matches()) {
      return whole(word);
    }
    if (DECIMAL.matcher(word).matches()) {
      return Double.valueOf(word);
    }
    return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")
        ? (Object) Boolean.valueOf(word)
        : text;
  }

  private Object whole(String digits) {
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static boolean isNumbers(Object array) {
    return Guess.of(array) instanceof Guess.Array(Guess element, int length, boolean holes)
        && (element.isNumber() || element instanceof Guess.Array || length == 0);
  }
}
