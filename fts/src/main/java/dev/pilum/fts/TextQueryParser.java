package dev.pilum.fts;

import dev.pilum.fts.TextQuery.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Whatever a user types is a query. What does not fit the grammar is text to look for, so there is nothing to complain of:
 *
 *   group  = { [ "AND" | "OR" | "NOT" ] [ "+" | "-" ] item }
 *   item   = [ column ":" ] ( "(" group ")" | '"' text '"' [ "~" slop ] | word [ "*" | "~" [ edits ] ] ) [ "^" boost ]
 *
 * Words that stand side by side without any of this become one match, as if the user had typed them into a plain search box.
 */
/**
 * Reads the queries that people type, and never fails: {@code +must -not "a phrase"~2 pre* fuzy~1
 * title:word^2 (a OR b) AND c}. Words without signs are looked for as by {@link
 * TextQuery#match(String)}. What cannot be understood, such as a bracket without its other half, is
 * text or is passed over.
 */
public final class TextQueryParser {
  /** Deeper brackets are passed over. */
  static final int DEEPEST = 32;

  /** What comes after so many parts is plain text. */
  static final int MOST_ITEMS = 128;

  private static final float LARGEST_BOOST = 1_000;

  private final String text;
  private final Set<String> columns;
  private int at;
  private int itemsLeft = MOST_ITEMS;

  private TextQueryParser(String text, Set<String> columns) {
    this.text = text;
    this.columns = columns;
  }

  /**
   * Returns the query that a text means.
   *
   * @param text anything, of any length
   * @param columns names that may stand before a colon; before others it is just a colon
   */
  public static TextQuery parse(String text, Collection<String> columns) {
    return new TextQueryParser(text, Set.copyOf(columns)).group(0);
  }

  /** Whether rows must match a part. */
  private enum Need {
    SHOULD,
    MUST,
    NEVER
  }

  /** The parts of one group, as they are read. */
  private static final class Parts {
    private final List<TextQuery> must = new ArrayList<>();
    private final List<TextQuery> should = new ArrayList<>();
    private final List<TextQuery> never = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();
    private boolean lastIsWord;
    private int lastWordAt;

    void addWord(String word) {
      lastWordAt = words.length();
      words.append(words.isEmpty() ? "" : " ").append(word);
      lastIsWord = true;
    }

    void add(TextQuery query, Need need) {
      switch (need) {
        case SHOULD -> should.add(query);
        case MUST -> must.add(query);
        case NEVER -> never.add(query);
      }
      lastIsWord = false;
    }

    /** What stands before an AND must be there. */
    void requireLast() {
      if (lastIsWord) {
        must.add(TextQuery.match(words.substring(lastWordAt).strip()));
        words.setLength(lastWordAt);
        lastIsWord = false;
      } else if (!should.isEmpty()) {
        must.add(should.removeLast());
      }
    }

    TextQuery toQuery() {
      if (!words.isEmpty()) {
        should.add(TextQuery.match(words.toString()));
      }
      if (must.isEmpty() && never.isEmpty() && should.size() <= 1) {
        return should.isEmpty() ? TextQuery.match("") : should.getFirst();
      }
      boolean oneOfShould = must.isEmpty() && !should.isEmpty();
      return new TextQuery.Bool(must, should, never, oneOfShould ? 1 : 0);
    }
  }

  private TextQuery group(int depth) {
    Parts parts = new Parts();
    @Nullable Need said = null;
    for (skipBlanks(); at < text.length(); skipBlanks()) {
      if (text.charAt(at) == ')') {
        at++;
        if (depth > 0) {
          break;
        }
      } else if (itemsLeft <= 0) {
        parts.addWord(text.substring(at));
        at = text.length();
      } else if (takeWord("AND")) {
        parts.requireLast();
        said = Need.MUST;
      } else if (takeWord("OR")) {
        said = null;
      } else if (takeWord("NOT")) {
        said = Need.NEVER;
      } else {
        item(parts, said, depth);
        said = null;
      }
    }
    return parts.toQuery();
  }

  private void item(Parts parts, @Nullable Need said, int depth) {
    itemsLeft--;
    Need sign = sign();
    Need need = sign == null ? said : sign;
    @Nullable String column = column();
    int start = at;
    TextQuery query = body(depth);
    String word = text.substring(start, at);
    float boost = boost();
    if (query == null && need == null && column == null && boost == 1) {
      parts.addWord(word);
      return;
    }
    query = query == null ? TextQuery.match(word) : query;
    query = column == null ? query : query.in(List.of(Column.of(column)));
    parts.add(boost == 1 ? query : query.boost(boost), need == null ? Need.SHOULD : need);
  }

  /**
   * Returns a group, phrase, prefix or fuzzy word, having read it; {@code null} for a plain word.
   */
  private @Nullable TextQuery body(int depth) {
    if (at < text.length() && text.charAt(at) == '(') {
      at++;
      return depth < DEEPEST ? group(depth + 1) : TextQuery.match("");
    }
    if (at < text.length() && text.charAt(at) == '"') {
      int end = text.indexOf('"', at + 1);
      if (end > 0) {
        String phrase = text.substring(at + 1, end);
        at = end + 1;
        return TextQuery.phrase(phrase, number('~', 0, 1_000));
      }
      at++;
    }
    return word();
  }

  private @Nullable TextQuery word() {
    int start = at;
    while (at < text.length() && !endsWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (at < text.length() && at > start && text.charAt(at) == '*') {
      at++;
      return TextQuery.prefix(word);
    }
    if (at < text.length() && at > start && text.charAt(at) == '~') {
      return TextQuery.fuzzy(word, number('~', 2, 2));
    }
    if (at == start && at < text.length() && "*~^".indexOf(text.charAt(at)) >= 0) {
      at++; // a sign that follows nothing
    }
    return null;
  }

  private static boolean endsWord(char c) {
    return Character.isWhitespace(c) || "\"()*~^".indexOf(c) >= 0;
  }

  private @Nullable Need sign() {
    if (at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1))) {
      char c = text.charAt(at);
      if (c == '+' || c == '-') {
        at++;
        return c == '+' ? Need.MUST : Need.NEVER;
      }
    }
    return null;
  }

  private @Nullable String column() {
    for (String name : columns) {
      int end = at + name.length();
      boolean named = text.startsWith(name, at) && end + 1 < text.length();
      if (named && text.charAt(end) == ':' && !Character.isWhitespace(text.charAt(end + 1))) {
        at = end + 1;
        return name;
      }
    }
    return null;
  }

  private float boost() {
    int start = at + 1;
    if (at >= text.length() || text.charAt(at) != '^') {
      return 1;
    }
    int end = start;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    at = end;
    try {
      return Math.min(LARGEST_BOOST, Float.parseFloat(text.substring(start, end)));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /**
   * Returns the digits behind a sign, at most {@code most}; {@code absent} where there are none.
   */
  private int number(char sign, int absent, int most) {
    if (at >= text.length() || text.charAt(at) != sign) {
      return absent;
    }
    at++;
    int start = at;
    int value = 0;
    while (at < text.length() && isDigit(text.charAt(at))) {
      value = Math.min(most, 10 * value + (text.charAt(at) - '0'));
      at++;
    }
    return at == start ? absent : value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean takeWord(String word) {
    int end = at + word.length();
    boolean there =
        text.startsWith(word, at)
            && (end == text.length() || Character.isWhitespace(text.charAt(end)));
    at = there ? end : at;
    return there;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
