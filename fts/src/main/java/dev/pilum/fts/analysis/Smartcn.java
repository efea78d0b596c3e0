package dev.pilum.fts.analysis;

import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cn.smart.HMMChineseTokenizer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;

/**
 * All that touches the optional library of Chinese words. A class of its own, so that nothing of it
 * is looked for before somebody asks for it.
 */
final class Smartcn {
  private Smartcn() {}

  static Tokenizer tokenizer() {
    return new HMMChineseTokenizer();
  }

  /** The tokenizer makes a term of each comma and full stop. */
  static TokenStream withoutPunctuation(TokenStream terms) {
    return new StopFilter(terms, SmartChineseAnalyzer.getDefaultStopSet());
  }
}
