package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.TextAnalysis;
import dev.pilum.storage.schema.TextAnalysis.Step;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How PostgreSQL searches the text of a column: its configuration {@code english} where Pilum stems
 * and leaves out stop words, {@code simple} where it does neither. Rows that have any of the words
 * are found. Ranks are PostgreSQL's, not BM25, and its stemmer and its list of stop words are its
 * own. Analyses that it has nothing like are refused, and so are words of scripts without blanks,
 * which its parser does not cut.
 */
final class TextLeg {
  /** What no text of PostgreSQL has: zero characters, and halves of characters. */
  private static final Pattern HALVES = Pattern.compile("[\\x00\\p{Cs}]");

  private TextLeg() {}

  /** Returns the configuration, in quotes, or {@code null} when PostgreSQL has none like it. */
  static @Nullable String configuration(Field field) {
    TextAnalysis analysis = field.textAnalysis();
    if (analysis == null || analysis.has(Step.ASCII_FOLDING)) {
      return null;
    }
    boolean stems = analysis.has(Step.STEMMING);
    if (stems != analysis.has(Step.STOP_WORDS)) {
      return null;
    }
    return switch (analysis.analyzer()) {
      case AUTO, ENGLISH, STANDARD -> stems ? "'english'" : "'simple'";
      case CJK, SMARTCN, WHITESPACE, KEYWORD, NGRAM -> null;
    };
  }

  /** Returns what is searched, as in the column's index. */
  static String vector(Field field, String column) {
    String configuration = configuration(field);
    if (configuration == null) {
      throw new InvalidRequest(
          "column '%s' is analysed as '%s', which PostgreSQL has nothing like; english and standard it has"
              .formatted(field.name(), String.valueOf(field.metadata().get("text"))));
    }
    return "to_tsvector(" + configuration + ", " + column + ")";
  }

  /** Returns the query for any of some words; what is between them in it is one blank. */
  static Clause query(Field field, String words) {
    boolean unbroken = words.codePoints().anyMatch(TextLeg::isUnbroken);
    if (unbroken) {
      throw new InvalidRequest(
          "PostgreSQL does not cut Chinese, Japanese or Korean text into words: '" + words + "'");
    }
    return Clause.of(
        "replace(plainto_tsquery(%s, ?::text)::text, ' & ', ' | ')::tsquery"
            .formatted(configuration(field)),
        HALVES.matcher(words).replaceAll(" "));
  }

  private static boolean isUnbroken(int character) {
    return switch (Character.UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
