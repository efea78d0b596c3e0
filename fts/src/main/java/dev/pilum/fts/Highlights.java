package dev.pilum.fts;

import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * The places in a text that a query matches.
 *
 * @param text the whole text
 * @param spans in order, none touching another; empty when the query matches elsewhere
 */
public record Highlights(String text, List<Span> spans) {
  private static final String CUT = "…";

  /**
   * A place in a text.
   *
   * @param start where it begins, in characters
   * @param end behind its last character
   */
  public record Span(int start, int end) {}

  /** Copies {@code spans}. */
  public Highlights {
    spans = List.copyOf(spans);
  }

  /** Returns the whole text with {@code before} and {@code after} around each place. */
  public String marked(String before, String after) {
    return marked(0, text.length(), before, after);
  }

  /**
   * Returns the part of the text with the most places, marked, with an ellipsis where text was left
   * out; the beginning of the text when there are none.
   *
   * @param length about how many characters of text, at least 1; a place is never cut
   */
  public String snippet(int length, String before, String after) {
    if (length < 1) {
      throw new InvalidRequest("a snippet has at least 1 character, got " + length);
    }
    int first = 0;
    int most = 0;
    for (int i = 0; i < spans.size(); i++) {
      int last = lastWithin(i, length);
      if (last - i + 1 > most) {
        most = last - i + 1;
        first = i;
      }
    }
    int start = most == 0 ? 0 : spans.get(first).start;
    int end = most == 0 ? 0 : spans.get(first + most - 1).end;
    int room = Math.max(0, length - (end - start));
    start = behindPlace(backToBlank(Math.max(0, start - room / 2), start));
    end = beforePlace(onToBlank(Math.min(text.length(), Math.max(end, start + length)), end));
    String part = marked(start, end, before, after);
    return (start > 0 ? CUT : "") + part + (end < text.length() ? CUT : "");
  }

  /** Returns the number of the last place that ends within {@code length} of the start of one. */
  private int lastWithin(int first, int length) {
    int last = first;
    while (last + 1 < spans.size() && spans.get(last + 1).end - spans.get(first).start <= length) {
      last++;
    }
    return last;
  }

  /** Returns where a word begins at or behind {@code from}, before {@code limit}. */
  private int backToBlank(int from, int limit) {
    if (from == 0) {
      return 0;
    }
    for (int i = from; i < limit; i++) {
      if (Character.isWhitespace(text.charAt(i - 1))) {
        return i;
      }
    }
    return whole(from);
  }

  /** Returns where a word ends at or before {@code from}, behind {@code limit}. */
  private int onToBlank(int from, int limit) {
    if (from == text.length()) {
      return from;
    }
    for (int i = from; i > limit; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return whole(from);
  }

  /** Returns {@code at}, or the end of the place that it lies in. */
  private int behindPlace(int at) {
    for (Span span : spans) {
      if (span.start < at && at < span.end) {
        return span.end;
      }
    }
    return at;
  }

  /** Returns {@code at}, or the start of the place that it lies in. */
  private int beforePlace(int at) {
    for (Span span : spans) {
      if (span.start < at && at < span.end) {
        return span.start;
      }
    }
    return at;
  }

  /** Returns a place that cuts no character of two halves. */
  private int whole(int at) {
    boolean halves =
        at > 0
            && at < text.length()
            && Character.isLowSurrogate(text.charAt(at))
            && Character.isHighSurrogate(text.charAt(at - 1));
    return halves ? at - 1 : at;
  }

  private String marked(int start, int end, String before, String after) {
    StringBuilder out = new StringBuilder();
    int done = start;
    for (Span span : inside(start, end)) {
      out.append(text, done, span.start).append(before);
      out.append(text, span.start, span.end).append(after);
      done = span.end;
    }
    return out.append(text, done, end).toString();
  }

  private List<Span> inside(int start, int end) {
    List<Span> inside = new ArrayList<>();
    for (Span span : spans) {
      if (span.start >= start && span.end <= end) {
        inside.add(span);
      }
    }
    return inside;
  }
}
