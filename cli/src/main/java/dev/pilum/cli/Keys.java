package dev.pilum.cli;

import dev.pilum.formats.text.Fitting;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;

/** Reads keys as people type them. */
final class Keys {
  private Keys() {}

  /**
   * Returns the key that {@code text} stands for in a table of this schema.
   *
   * @throws InvalidRequest when the table has no key or the text does not fit its type
   */
  static Object parse(Schema schema, String text) {
    Field field = schema.keyField();
    if (field == null) {
      throw new InvalidRequest("the table has no key; use head, or import it again with --key");
    }
    Object key =
        Fitting.fit(
            field.type(), field.type() instanceof DataType.Int ? number(field, text) : text);
    assert key != null : text;
    return key;
  }

  private static Long number(Field field, String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new InvalidRequest(
          "the key '%s' is %s, got '%s'".formatted(field.name(), field.type().describe(), text), e);
    }
  }
}
