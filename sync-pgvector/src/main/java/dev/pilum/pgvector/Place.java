package dev.pilum.pgvector;

import dev.pilum.Table;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.sql.SQLException;
import java.util.List;

/**
 * One table, with the columns that it has when the mirror begins, and its place in one target.
 *
 * @param target the database
 * @param options where in it
 * @param source the table
 * @param schema its columns
 * @param columns its columns there
 */
record Place(
    PgTarget target,
    MirrorOptions options,
    Table source,
    Schema schema,
    List<TargetColumn> columns) {
  /** Of those that the server has: the last one came with PostgreSQL 17. */
  private static final String NO_TIMEOUTS =
      """
      select set_config(name, '0', false) from pg_settings where name in
        ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')\
      """;

  static Place of(PgTarget target, MirrorOptions options, Table source) {
    Schema schema = source.schema();
    return new Place(target, options, source, schema, TargetColumn.of(schema, options));
  }

  /**
   * Connects. Timeouts that the role or the database has for the queries of applications do not
   * hold, as with pg_dump: a mirror takes as long as it takes. How long locks are waited for is
   * left as it is, because others wait behind.
   */
  Session connect() {
    Session session = Session.open(target, options.schema());
    try {
      session.rows(NO_TIMEOUTS);
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Checks that rows just read have the columns that the mirror began with.
   *
   * @param read the columns of the rows
   */
  void requireSchema(Schema read) {
    if (!read.equals(schema)) {
      throw new Conflict(
          "the columns of table '" + source.name() + "' have changed meanwhile; try again");
    }
  }

  /** Returns the target's table in quotes. */
  String quoted() {
    return Names.quote(options.schema(), options.table());
  }

  /** Returns the key's column; there is one. */
  TargetColumn key() {
    Field key = schema().keyField();
    if (key == null) {
      throw new InvalidRequest(
          "table '%s' has no primary key, by which rows are told apart here; only full mirrors into a table of their own work without"
              .formatted(source.name()));
    }
    return columns.stream()
        .filter(column -> column.field().name().equals(key.name()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Commits. When the connection dies meanwhile, looks what became of it: the watermark tells.
   *
   * @param written the watermark that the transaction wrote
   */
  void commit(Session session, Watermark written) {
    try {
      session.commit();
    } catch (SQLException e) {
      if (!Complaints.isDisconnect(e) || !hasArrived(written)) {
        throw Complaints.of(e, "committing");
      }
    }
  }

  /** Waits for the transaction's end, if the server still works on it, by waiting for its lock. */
  private boolean hasArrived(Watermark written) {
    try (Session again = connect()) {
      again.begin();
      Watermark found = Watermark.lock(again, options);
      again.rollback();
      return written.equals(found);
    }
  }
}
