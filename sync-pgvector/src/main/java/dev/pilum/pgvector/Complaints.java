package dev.pilum.pgvector;

import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import java.sql.SQLException;

/** What a failure of PostgreSQL means and what to do about it, behind PostgreSQL's own words. */
final class Complaints {
  private Complaints() {}

  /** Returns what to throw for a failure while doing something. */
  static PilumException of(SQLException failure, String doing) {
    String fix = fix(failure);
    String text = doing + ": " + failure.getMessage() + (fix.isEmpty() ? "" : "; " + fix);
    String state = state(failure);
    if (state.startsWith("40") || state.equals("55P03")) {
      return new Conflict(text + "; try again", failure);
    }
    boolean down = state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    return down || fix.isEmpty()
        ? new StorageFailure(text, failure)
        : new InvalidRequest(text, failure);
  }

  /** Returns whether the connection is gone, so that it is not known what became of a commit. */
  static boolean isDisconnect(SQLException failure) {
    return state(failure).startsWith("08") || state(failure).startsWith("57P");
  }

  private static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }

  /** Returns what to do, or nothing where PostgreSQL's words are all there is to say. */
  static String fix(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (state(failure)) {
      case "42501" -> forbidden(message);
      case "42704" -> unknownType(message);
      case "42883" ->
          "is pgvector's schema on the search_path? 'pilum sync check' says what to set";
      case "42P01" ->
          "check that this is the right database and schema, then run the statements of 'pilum sync"
              + " ddl'; information_schema.tables lists what is there";
      case "2BP01" ->
          "what others have made of the table would be lost; mirror with FullMode.MERGE (--mode"
              + " merge)";
      case "42804" ->
          "the table's column has another type than collections give it; 'pilum sync ddl' prints"
              + " the types";
      case "42703" -> "the table lacks a column; 'pilum sync check' lists all that are missing";
      case "23502" ->
          "give that column of the target a default, or let it be null: Pilum's rows have nothing"
              + " for it";
      case "23505" -> "a row with these values is there already; an upsert replaces by key";
      case "22000" ->
          message.contains("dimensions")
              ? "the target's column has another dimension; recreate it with that of 'pilum sync"
                  + " ddl'"
              : fixOfClass("22000");
      case "28P01", "28000" -> "check user and password in the URL";
      case "3D000" -> "check the database's name in the URL";
      case "0A000" ->
          message.contains("extension") && message.contains("not available")
              ? "install pgvector on the server (package postgresql-NN-pgvector)"
              : "";
      default -> fixOfClass(state(failure));
    };
  }

  /** Returns what to do about a kind of failure, by the first two characters of its state. */
  private static String fixOfClass(String state) {
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "22" -> "PostgreSQL has no such value of that type; pass another";
      case "23" -> "a constraint of the table refuses the row; change the row or the constraint";
      case "54" -> "ask for less in one statement: fewer conditions, fewer rows";
      default -> "";
    };
  }

  private static String forbidden(String message) {
    if (message.contains("create extension")) {
      return "an administrator of this database runs: create extension if not exists vector";
    }
    if (message.contains("temporary tables")) {
      return "an administrator runs: grant temporary on database ... to the role that mirrors";
    }
    if (message.contains("permission denied for schema")) {
      return "an administrator runs: grant usage, create on schema ... to the role that mirrors;"
          + " 'pilum sync ddl' prints all statements";
    }
    return "an administrator grants the right, or runs the statements of 'pilum sync ddl'; 'pilum"
        + " sync check' says which are missing";
  }

  private static String unknownType(String message) {
    boolean pgvector = message.contains("vector\"") || message.contains("halfvec");
    return pgvector
        ? "pgvector is not enabled in this database: an administrator runs 'create extension if not"
            + " exists vector', then run the statements of 'pilum sync ddl' again"
        : "";
  }
}
