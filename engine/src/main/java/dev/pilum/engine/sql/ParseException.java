package dev.pilum.engine.sql;

/** Says inside the parser that a text is no filter; {@link SqlParse} tells users what is wrong. */
final class ParseException extends Exception {
  /** Where is known by the parser. */
  ParseException() {}

  /** As the parser's own words. */
  ParseException(String message) {
    super(message);
  }
}
