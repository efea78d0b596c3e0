package dev.pilum.engine.sql;

import dev.pilum.storage.error.InvalidRequest;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A text in SQL, read by the parser character by character; places in it are counted from 0, in
 * UTF-16 code units, and are what the parser calls columns. One thread.
 */
final class SqlText implements CharStream {
  /** Room for a list of 100,000 values of ten characters. */
  static final int MAX_LENGTH = 1_000_000;

  /** How much of a long line an error shows on each side of its place. */
  private static final int SHOWN = 60;

  private final String text;
  private final String what;
  private int tokenStart;
  private int next;

  /**
   * Takes a text.
   *
   * @param what it is, as errors call it
   * @throws InvalidRequest when it is too long
   */
  SqlText(String text, String what) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidRequest(
          "the %s has %d characters, at most %d; bind long lists as parameters: id IN (?)"
              .formatted(what, text.length(), MAX_LENGTH));
    }
    this.text = text;
    this.what = what;
  }

  /**
   * Returns the error of something wrong at a place, with its line and a caret below it. Lines and
   * columns count from 1.
   */
  InvalidRequest wrong(int at, @Nullable String complaint) {
    int place = Math.min(at, text.length());
    int lineStart = text.lastIndexOf('\n', place - 1) + 1;
    int newline = text.indexOf('\n', place);
    int lineEnd = newline < 0 ? text.length() : newline;
    int from = Math.max(lineStart, place - SHOWN);
    int to = Math.min(lineEnd, place + SHOWN);
    String left = (from > lineStart ? "..." : "") + text.substring(from, place);
    String right = text.substring(place, to) + (to < lineEnd ? "..." : "");
    return new InvalidRequest(
        "%s, line %d, column %d: %s%n  %s%s%n  %s^"
            .formatted(
                what,
                text.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1,
                place - lineStart + 1,
                complaint,
                shown(left),
                shown(right),
                " ".repeat(left.codePointCount(0, left.length()))));
  }

  /** Returns what the text is, as errors call it. */
  String what() {
    return what;
  }

  /** Returns the text from one place to before another. */
  String between(int from, int to) {
    return text.substring(from, to);
  }

  @Override
  public char readChar() throws IOException {
    if (next == text.length()) {
      throw new EOFException();
    }
    return text.charAt(next++);
  }

  @Override
  public char BeginToken() throws IOException {
    tokenStart = next;
    return readChar();
  }

  @Override
  public void backup(int amount) {
    next -= amount;
  }

  @Override
  public String GetImage() {
    return text.substring(tokenStart, next);
  }

  @Override
  public char[] GetSuffix(int length) {
    return text.substring(next - length, next).toCharArray();
  }

  @Override
  public int getBeginColumn() {
    return tokenStart;
  }

  @Override
  public int getEndColumn() {
    return next - 1;
  }

  @Override
  public int getBeginLine() {
    return 1;
  }

  @Override
  public int getEndLine() {
    return 1;
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // The parser's interface wants it; nobody calls it.
  public int getColumn() {
    return getEndColumn();
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // The parser's interface wants it; nobody calls it.
  public int getLine() {
    return 1;
  }

  @Override
  public void Done() {}

  @Override
  public void setTabSize(int size) {}

  @Override
  public int getTabSize() {
    return 1;
  }

  @Override
  public boolean getTrackLineColumn() {
    return true;
  }

  @Override
  public void setTrackLineColumn(boolean track) {}

  /** Control characters would move the caret away from what it points at. */
  private static String shown(String part) {
    StringBuilder shown = new StringBuilder(part);
    for (int i = 0; i < shown.length(); i++) {
      if (Character.isISOControl(shown.charAt(i))) {
        shown.setCharAt(i, ' ');
      }
    }
    return shown.toString();
  }
}
