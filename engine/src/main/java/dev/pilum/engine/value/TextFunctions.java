package dev.pilum.engine.value;

import dev.pilum.filter.Function;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Functions of text, over UTF-8 as it is stored. */
public final class TextFunctions {
  private static final DataType TEXT = Types.utf8();

  private TextFunctions() {}

  /** Changes one value. */
  private interface Change {
    void append(MemorySegment bytes, int from, int to, TextBuilder results);
  }

  /** Returns a function of one text that gives a text. */
  public static Kernel text(Function function) {
    Change change =
        switch (function) {
          case LOWER -> (bytes, from, to, results) -> letters(bytes, from, to, 'A', results);
          case UPPER -> (bytes, from, to, results) -> letters(bytes, from, to, 'a', results);
          case TRIM -> (bytes, from, to, results) -> trim(bytes, from, to, true, true, results);
          case LTRIM -> (bytes, from, to, results) -> trim(bytes, from, to, true, false, results);
          case RTRIM -> (bytes, from, to, results) -> trim(bytes, from, to, false, true, results);
          default -> throw new AssertionError(function);
        };
    return changed(change);
  }

  /**
   * Returns text in which letters that differ only in case are alike, code point by code point:
   * what patterns that ignore case are compared with.
   */
  public static Kernel folded() {
    return changed((bytes, from, to, results) -> {
      if (!asciiLetters(bytes, from, to, 'A', results)) {
        results.append(folded(string(bytes, from, to)).getBytes(StandardCharsets.UTF_8));
      }
    });
  }

  /** Returns a text folded as {@link #folded()} folds columns. */
  public static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  /** Returns the number of a text's code points; all bytes but those that continue one. */
  public static Kernel length() {
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      MemorySegment bytes = column.bytes();
      long[] present = Present.in(column);
      long[] lengths = new long[rows];
      for (int row = 0; row < rows; row++) {
        int count = 0;
        for (int i = column.startOf(row); i < column.endOf(row); i++) {
          count += (bytes.get(ValueLayout.JAVA_BYTE, i) & 0xc0) == 0x80 ? 0 : 1;
        }
        lengths[row] = count;
      }
      return Lanes.longs(Lanes.WHOLE, lengths, present);
    };
  }

  /** Returns the number of bytes of a text or binary value, or of a list's elements. */
  public static Kernel size() {
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      long[] sizes = new long[rows];
      for (int row = 0; row < rows; row++) {
        sizes[row] = (long) column.endOf(row) - column.startOf(row);
      }
      return Lanes.longs(Lanes.WHOLE, sizes, Present.in(column));
    };
  }

  /** Returns texts, one after another. */
  public static Kernel concat() {
    return (arguments, rows) -> {
      long[] present = Present.inAll(arguments, rows);
      TextBuilder results = new TextBuilder(rows, rows * 16);
      for (int row = 0; row < rows; row++) {
        if (Present.has(present, row)) {
          for (Column part : arguments) {
            results.append(part.bytes(), part.startOf(row), part.endOf(row));
          }
        }
        results.endRow();
      }
      return results.column(TEXT, present);
    };
  }

  /** Returns the part of a text from a code point on, counted from 1, and so many of them. */
  public static Kernel substring() {
    return (arguments, rows) -> {
      long[] from = Lanes.longs(arguments.get(1));
      long[] count = arguments.size() > 2 ? Lanes.longs(arguments.get(2)) : null;
      return perRow(
          arguments,
          rows,
          (row, text, results) -> {
            // As in SQL, the part may start before the text: what lies there counts, but is not
            // there.
            long most = count == null ? Long.MAX_VALUE : Math.max(0, count[row]);
            long start = Math.max(1, from[row]);
            long end = from[row] > Long.MAX_VALUE - most ? Long.MAX_VALUE : from[row] + most;
            int length = text.codePointCount(0, text.length());
            if (start <= length && end > start) {
              int first = text.offsetByCodePoints(0, (int) (start - 1));
              int taken = (int) (Math.min(end - 1, length) - start + 1);
              results.append(
                  text.substring(first, text.offsetByCodePoints(first, taken))
                      .getBytes(StandardCharsets.UTF_8));
            }
          });
    };
  }

  /** Returns a text with every occurrence of a second replaced by a third. */
  public static Kernel replace() {
    return (arguments, rows) ->
        perRow(
            arguments,
            rows,
            (row, text, results) -> {
              String old = string(arguments.get(1), row);
              String changed =
                  old.isEmpty() ? text : text.replace(old, string(arguments.get(2), row));
              results.append(changed.getBytes(StandardCharsets.UTF_8));
            });
  }

  /** Computes one row. */
  private interface RowChange {
    void append(int row, String text, TextBuilder results);
  }

  private static Column perRow(List<Column> arguments, int rows, RowChange change) {
    long[] present = Present.inAll(arguments, rows);
    TextBuilder results = new TextBuilder(rows, rows * 16);
    for (int row = 0; row < rows; row++) {
      if (Present.has(present, row)) {
        change.append(row, string(arguments.get(0), row), results);
      }
      results.endRow();
    }
    return results.column(TEXT, present);
  }

  private static Kernel changed(Change change) {
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      MemorySegment bytes = column.bytes();
      TextBuilder results = new TextBuilder(rows, column.startOf(rows) - column.startOf(0));
      for (int row = 0; row < rows; row++) {
        change.append(bytes, column.startOf(row), column.endOf(row), results);
        results.endRow();
      }
      return results.column(TEXT, Present.in(column));
    };
  }

  private static void letters(
      MemorySegment bytes, int from, int to, char first, TextBuilder results) {
    if (!asciiLetters(bytes, from, to, first, results)) {
      String text = string(bytes, from, to);
      String changed = first == 'A' ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT);
      results.append(changed.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Turns the 26 letters from {@code first} on into their others, which differ in one bit; returns
   * false, having done nothing, where a byte is not ASCII.
   */
  private static boolean asciiLetters(
      MemorySegment bytes, int from, int to, char first, TextBuilder results) {
    byte[] room = results.room(to - from);
    int at = results.size();
    for (int i = from; i < to; i++) {
      byte b = bytes.get(ValueLayout.JAVA_BYTE, i);
      if (b < 0) {
        return false;
      }
      room[at++] = (byte) (b >= first && b < first + 26 ? b ^ 0x20 : b);
    }
    results.advance(to - from);
    return true;
  }

  private static void trim(
      MemorySegment bytes, int from, int to, boolean left, boolean right, TextBuilder results) {
    int start = from;
    int end = to;
    while (left && start < end && bytes.get(ValueLayout.JAVA_BYTE, start) == ' ') {
      start++;
    }
    while (right && start < end && bytes.get(ValueLayout.JAVA_BYTE, end - 1) == ' ') {
      end--;
    }
    results.append(bytes, start, end);
  }

  private static String string(MemorySegment bytes, int from, int to) {
    byte[] copy = new byte[to - from];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, from, copy, 0, copy.length);
    return new String(copy, StandardCharsets.UTF_8);
  }

  private static String string(Column column, int row) {
    return new String(Lanes.bytes(column, row), StandardCharsets.UTF_8);
  }
}
