package dev.pilum.formats.text;

import de.siegmar.fastcsv.writer.QuoteStrategy;

/**
 * Quotes what would otherwise be read as no value: empty and blank text, and text that is the token
 * for it.
 */
record Quotes(String nullToken) implements QuoteStrategy {
  @Override
  public boolean quoteNull(int lineNumber, int field) {
    return false;
  }

  @Override
  public boolean quoteEmpty(int lineNumber, int field) {
    return true;
  }

  @Override
  public boolean quoteValue(int lineNumber, int field, String value) {
    return value.isBlank() || value.equals(nullToken);
  }
}
