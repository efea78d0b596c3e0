package dev.pilum.fts.analysis;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.TextAnalysis;
import dev.pilum.storage.schema.TextAnalysis.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/** Makes the Lucene analyzer that a {@link TextAnalysis} describes. */
public final class Analyzers {
  /** A term has at most 32,766 bytes in Lucene: 8,000 code points are at most 32,000. */
  private static final int LONGEST_TERM = 8_000;

  private static final int SHORTEST_GRAM = 2;
  private static final int LONGEST_GRAM = 3;

  private Analyzers() {}

  /**
   * Returns an analyzer, safe for use by many threads.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when it needs a library that is not there
   */
  public static Analyzer of(TextAnalysis analysis) {
    if (analysis.analyzer() == TextAnalysis.Analyzer.SMARTCN) {
      requireSmartcn();
    }
    return new Chain(analysis);
  }

  private static void requireSmartcn() {
    try (Tokenizer tokenizer = Smartcn.tokenizer()) {
      assert tokenizer != null : "what was made is there";
    } catch (NoClassDefFoundError e) {
      throw new InvalidRequest(
          "the analyzer 'smartcn' needs the library org.apache.lucene:lucene-analysis-smartcn; add"
              + " it, or use 'auto'",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("a tokenizer without text has nothing to close", e);
    }
  }

  /** A tokenizer and the filters behind it. */
  private static final class Chain extends Analyzer {
    private final TextAnalysis analysis;

    Chain(TextAnalysis analysis) {
      this.analysis = analysis;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer tokenizer = tokenizer();
      TokenStream terms = normal(tokenizer);
      if (analysis.has(Step.ASCII_FOLDING)) {
        terms = new ASCIIFoldingFilter(terms);
      }
      if (analysis.has(Step.STOP_WORDS)) {
        terms = new StopFilter(terms, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
      }
      if (hasPairs()) {
        terms = new CJKBigramFilter(terms);
      }
      if (analysis.has(Step.STEMMING)) {
        terms = new PorterStemFilter(terms);
      }
      return new TokenStreamComponents(tokenizer, terms);
    }

    /**
     * As the whole of a query's prefix or fuzzy term is treated: never cut, stemmed or left out.
     */
    @Override
    protected TokenStream normalize(String field, TokenStream in) {
      TokenStream term = normal(in);
      return analysis.has(Step.ASCII_FOLDING) ? new ASCIIFoldingFilter(term) : term;
    }

    private Tokenizer tokenizer() {
      return switch (analysis.analyzer()) {
        case AUTO, ENGLISH, STANDARD, CJK -> new StandardTokenizer();
        case SMARTCN -> Smartcn.tokenizer();
        case WHITESPACE -> new WhitespaceTokenizer();
        case KEYWORD -> new KeywordTokenizer();
        case NGRAM -> new NGramTokenizer(SHORTEST_GRAM, LONGEST_GRAM);
      };
    }

    private TokenStream normal(TokenStream terms) {
      return switch (analysis.analyzer()) {
        case AUTO -> lower(new CJKWidthFilter(withoutPossessives(terms)));
        case ENGLISH -> lower(withoutPossessives(terms));
        case CJK -> lower(new CJKWidthFilter(terms));
        case STANDARD, NGRAM -> lower(terms);
        case SMARTCN -> Smartcn.withoutPunctuation(lower(terms));
        case WHITESPACE -> terms;
        case KEYWORD -> TruncateTokenFilter.truncateAfterCodePoints(terms, LONGEST_TERM);
      };
    }

    /** An ending {@code 's} is none of the endings that the stemmer knows. */
    private TokenStream withoutPossessives(TokenStream terms) {
      return analysis.has(Step.STEMMING) ? new EnglishPossessiveFilter(terms) : terms;
    }

    private static TokenStream lower(TokenStream terms) {
      return new LowerCaseFilter(terms);
    }

    private boolean hasPairs() {
      return analysis.analyzer() == TextAnalysis.Analyzer.AUTO
          || analysis.analyzer() == TextAnalysis.Analyzer.CJK;
    }
  }
}
