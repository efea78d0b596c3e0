package dev.pilum.arrow;

import dev.pilum.storage.schema.Schema;

/**
 * Schemas of Arrow's own Java library as Pilum's. Needs {@code arrow-vector} beside Pilum, but none
 * of its allocators and so none of the JVM flags that they ask for; a class of its own, so that
 * nobody else's program misses that library.
 */
@SuppressWarnings("exports") // who calls it has arrow-vector, and says so
public final class ArrowJavaSchemas {
  private ArrowJavaSchemas() {}

  /**
   * Returns the table that {@code schema} describes, by the rules of {@link ArrowSchemas}.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when a column has a type that Pilum cannot hold,
   *     naming both
   */
  public static Schema toPilum(org.apache.arrow.vector.types.pojo.Schema schema) {
    return ArrowSchemas.toPilum(schema.serializeAsMessage());
  }
}
