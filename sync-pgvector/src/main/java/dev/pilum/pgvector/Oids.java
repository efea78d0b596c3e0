package dev.pilum.pgvector;

import dev.pilum.storage.schema.DataType;

/**
 * The numbers by which a server knows types; those of pgvector differ from database to database.
 *
 * @param vector the number of {@code vector}
 * @param halfvec the number of {@code halfvec}
 */
record Oids(int vector, int halfvec) {
  /** Returns the number of the type that holds such values. */
  int of(DataType type) {
    return switch (PgType.of("element", type).base()) {
      case "boolean" -> 16;
      case "bytea" -> 17;
      case "bigint" -> 20;
      case "smallint" -> 21;
      case "integer" -> 23;
      case "text" -> 25;
      case "real" -> 700;
      case "double precision" -> 701;
      case "date" -> 1082;
      case "time" -> 1083;
      case "timestamp" -> 1114;
      case "timestamptz" -> 1184;
      case "bit" -> 1560;
      case "numeric" -> 1700;
      case "uuid" -> 2950;
      case "vector" -> vector;
      case "halfvec" -> halfvec;
      default -> throw new AssertionError("no array of " + type.describe());
    };
  }
}
