package dev.pilum.testkit.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * What a call on one key did, as its caller saw it. A key has a value, or {@code null} when there
 * is no row.
 */
sealed interface KeyOperation {
  /** A row was written, and {@code replaced} says whether one was there. */
  record Upsert(String value, boolean replaced) implements KeyOperation {}

  /** A row was added, or refused because one was there. */
  record Add(String value, boolean accepted) implements KeyOperation {}

  /** A column was set, or no row was found. */
  record Update(String value, boolean found) implements KeyOperation {}

  /** The row was deleted, or none was found. */
  record Delete(boolean found) implements KeyOperation {}

  /** The row was read. */
  record Get(@Nullable String value) implements KeyOperation {}

  /** Somebody asked whether there is a row. */
  record Exists(boolean found) implements KeyOperation {}

  /** Returns whether the call may have gone so when the key had this value. */
  default boolean fits(@Nullable String before) {
    return switch (this) {
      case Upsert(String value, boolean replaced) -> replaced == (before != null);
      case Add(String value, boolean accepted) -> accepted == (before == null);
      case Update(String value, boolean found) -> found == (before != null);
      case Delete(boolean found) -> found == (before != null);
      case Get(String value) -> value == null ? before == null : value.equals(before);
      case Exists(boolean found) -> found == (before != null);
    };
  }

  /** Returns the value that the call leaves behind, where it fits. */
  default @Nullable String after(@Nullable String before) {
    return switch (this) {
      case Upsert(String value, boolean replaced) -> value;
      case Add(String value, boolean accepted) -> accepted ? value : before;
      case Update(String value, boolean found) -> found ? value : before;
      case Delete(boolean found) -> null;
      case Get get -> before;
      case Exists exists -> before;
    };
  }
}
