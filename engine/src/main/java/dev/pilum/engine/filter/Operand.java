package dev.pilum.engine.filter;

import dev.pilum.engine.row.Complaints;
import dev.pilum.engine.value.Casts;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;

/**
 * What is compared, as errors call it.
 *
 * @param name such as {@code column 'year'}
 * @param type of its values
 */
record Operand(String name, DataType type) {
  /** Returns the name and the type, in words. */
  String describe() {
    return name + " of type " + type.describe();
  }

  /** Returns the error of a constant that it cannot be compared with. */
  InvalidRequest misfit(Object value) {
    return new InvalidRequest(
        "%s cannot be compared with %s; expected %s"
            .formatted(
                describe(),
                Complaints.shown(value),
                Casts.isNumber(type) ? "a number" : Complaints.expected(type)));
  }
}
