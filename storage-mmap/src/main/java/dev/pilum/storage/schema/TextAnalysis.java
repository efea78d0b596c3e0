package dev.pilum.storage.schema;

import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How the text of a column becomes terms that full-text search finds. Kept with the field as words,
 * such as {@code english} or {@code standard +ascii_folding}. Immutable.
 *
 * @param analyzer what cuts the text into terms
 * @param steps what is done with the terms
 */
public record TextAnalysis(Analyzer analyzer, Set<Step> steps) {

  /** What cuts text into terms. */
  public enum Analyzer {
    /**
     * Words of scripts that have them, pairs of neighbouring characters where text is Chinese,
     * Japanese or Korean: right for English, for Chinese, and for both in one text. By default with
     * English stemming and English stop words, which leave other scripts as they are.
     */
    AUTO,
    /** Words in lower case; by default with English stemming and English stop words. */
    ENGLISH,
    /** Words in lower case, by the Unicode rules for word borders. */
    STANDARD,
    /** Pairs of neighbouring Chinese, Japanese or Korean characters; words of other scripts. */
    CJK,
    /** Chinese words by a dictionary; needs {@code lucene-analysis-smartcn} among the libraries. */
    SMARTCN,
    /** What stands between white space, as it is written. */
    WHITESPACE,
    /**
     * The whole text as one term, as it is written; of very long texts the first 8,000 characters.
     */
    KEYWORD,
    /** All runs of two and three characters in lower case: finds parts of words and identifiers. */
    NGRAM;

    /** Returns the analyzer's name as users write it, in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private Set<Step> defaults() {
      return switch (this) {
        case AUTO, ENGLISH -> Set.of(Step.STEMMING, Step.STOP_WORDS);
        case STANDARD, CJK, SMARTCN, WHITESPACE, KEYWORD, NGRAM -> Set.of();
      };
    }
  }

  /** What may be done with terms once they are cut. */
  public enum Step {
    /** Cuts the endings of English words, so that {@code searches} finds {@code searching}. */
    STEMMING,
    /** Leaves out frequent English words such as {@code the} and {@code of}. */
    STOP_WORDS,
    /** Turns accented Latin letters into plain ones, so that {@code cafe} finds {@code café}. */
    ASCII_FOLDING;

    /** Returns the step's name as users write it, in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is right for most texts: {@link Analyzer#AUTO} with its steps. */
  public static final TextAnalysis DEFAULT = of(Analyzer.AUTO);

  /** Copies {@code steps}. */
  public TextAnalysis {
    EnumSet<Step> sorted = EnumSet.noneOf(Step.class);
    sorted.addAll(steps);
    steps = Collections.unmodifiableSet(sorted);
  }

  /** Returns an analyzer with the steps that it has by default. */
  public static TextAnalysis of(Analyzer analyzer) {
    return new TextAnalysis(analyzer, analyzer.defaults());
  }

  /**
   * Reads what {@link #describe} writes: an analyzer's name, then any of {@code +step} and {@code
   * -step}, with blanks between them.
   *
   * @throws InvalidRequest when a name is not known, with those that are
   */
  public static TextAnalysis parse(String words) {
    List<String> parts = parts(words.strip());
    TextAnalysis analysis = of(analyzer(parts.getFirst()));
    for (String part : parts.subList(1, parts.size())) {
      Step step = step(part.isEmpty() ? "" : part.substring(1), words);
      if (part.startsWith("+")) {
        analysis = analysis.with(step);
      } else if (part.startsWith("-")) {
        analysis = analysis.without(step);
      } else {
        throw new InvalidRequest(
            "'%s' in the text analysis '%s' must start with '+' or '-'".formatted(part, words));
      }
    }
    return analysis;
  }

  /** Returns this analysis with one step more. */
  public TextAnalysis with(Step step) {
    Set<Step> more = EnumSet.of(step);
    more.addAll(steps);
    return new TextAnalysis(analyzer, more);
  }

  /** Returns this analysis without a step. */
  public TextAnalysis without(Step step) {
    Set<Step> fewer = EnumSet.noneOf(Step.class);
    fewer.addAll(steps);
    fewer.remove(step);
    return new TextAnalysis(analyzer, fewer);
  }

  /** Returns whether a step is taken. */
  public boolean has(Step step) {
    return steps.contains(step);
  }

  /** Returns this analysis in words: the analyzer, then how its steps differ from the default. */
  public String describe() {
    StringBuilder words = new StringBuilder(analyzer.word());
    for (Step step : Step.values()) {
      if (has(step) != analyzer.defaults().contains(step)) {
        words.append(has(step) ? " +" : " -").append(step.word());
      }
    }
    return words.toString();
  }

  /**
   * Returns what stands between blanks, at least one part, which may be empty. Not by a regular
   * expression: every opening of a table comes by here.
   */
  private static List<String> parts(String words) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < words.length(); i++) {
      if (Character.isWhitespace(words.charAt(i))) {
        if (i > start) {
          parts.add(words.substring(start, i));
        }
        start = i + 1;
      }
    }
    parts.add(words.substring(start));
    return parts;
  }

  private static Analyzer analyzer(String name) {
    for (Analyzer analyzer : Analyzer.values()) {
      if (analyzer.name().equalsIgnoreCase(name)) {
        return analyzer;
      }
    }
    List<String> names = new ArrayList<>();
    for (Analyzer analyzer : Analyzer.values()) {
      names.add(analyzer.word());
    }
    throw new InvalidRequest(
        "unknown analyzer '%s'; there are %s".formatted(name, String.join(", ", names)));
  }

  private static Step step(String name, String words) {
    List<String> names = new ArrayList<>();
    for (Step step : Step.values()) {
      if (step.word().equalsIgnoreCase(name)) {
        return step;
      }
      names.add(step.word());
    }
    throw new InvalidRequest(
        "unknown step '%s' in the text analysis '%s'; there are %s, each after '+' or '-'"
            .formatted(name, words, String.join(", ", names)));
  }
}
