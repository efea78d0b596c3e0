package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * One connection to a target, with the target's schema and pgvector's on its search path. One
 * thread at a time.
 */
final class Session implements AutoCloseable {
  private final Connection connection;

  private Session(Connection connection) {
    this.connection = connection;
  }

  /** Connects; statements commit by themselves until {@link #begin}. */
  static Session open(PgTarget target, String schema) {
    Session session = new Session(target.connect());
    try {
      session.setSearchPath(schema);
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Connects and leaves the search path as the database has it. */
  static Session openPlain(PgTarget target) {
    return new Session(target.connect());
  }

  /** Takes a connection that is set up already; closing gives it back to where it is from. */
  static Session of(Connection connection) {
    return new Session(connection);
  }

  /** Puts the schemas on the path; again after the extension was created. */
  void setSearchPath(String schema) {
    String path = Names.quote(schema);
    String extension = extensionSchema();
    if (extension != null && !extension.equals(schema)) {
      path += ", " + Names.quote(extension);
    }
    run("set search_path = " + path);
    run("set client_min_messages = warning");
  }

  /** Returns the schema in which pgvector is, or {@code null} where it is not. */
  @Nullable String extensionSchema() {
    return text(
        "select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace"
            + " where e.extname = 'vector'");
  }

  /** Returns the numbers of pgvector's types. */
  Oids oids() {
    return new Oids(oid("vector"), oid("halfvec"));
  }

  private int oid(String type) {
    Long oid = number("select coalesce(to_regtype(?)::oid::bigint, 0)", type);
    return oid == null ? 0 : oid.intValue();
  }

  void begin() {
    step("beginning a transaction", () -> connection.setAutoCommit(false));
  }

  /** Commits; a failure is handed on as it is, since nobody knows what became of it. */
  void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Gives up the transaction, if there is one, and if the connection still works. */
  void rollback() {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      close(); // the server rolls back what it no longer hears of
    }
  }

  /** Runs a statement; returns how many rows it changed. */
  long run(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.execute() ? 0 : statement.getLargeUpdateCount();
    } catch (SQLException e) {
      throw Complaints.of(e, firstLine(sql));
    }
  }

  /** Runs a statement that stands alone, as it is written. */
  void runPlain(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw Complaints.of(e, firstLine(sql));
    }
  }

  /** Returns the first column of the first row as text, or {@code null}. */
  @Nullable String text(String sql, @Nullable Object... values) {
    List<String> row = row(sql, values);
    return row == null ? null : row.getFirst();
  }

  /** Returns the first column of the first row as a number, or {@code null}. */
  @Nullable Long number(String sql, @Nullable Object... values) {
    String text = text(sql, values);
    return text == null ? null : Long.valueOf(text);
  }

  /** Returns whether the query's first value is true. */
  boolean is(String sql, @Nullable Object... values) {
    return "t".equals(text(sql, values));
  }

  /** Returns the first row as texts, or {@code null}. */
  @Nullable List<String> row(String sql, @Nullable Object... values) {
    List<List<String>> rows = rows(sql, values);
    return rows.isEmpty() ? null : rows.getFirst();
  }

  /** Returns all rows as texts. */
  List<List<String>> rows(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet results = statement.executeQuery()) {
      List<List<String>> rows = new ArrayList<>();
      int columns = results.getMetaData().getColumnCount();
      while (results.next()) {
        List<String> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
          row.add(results.getString(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw Complaints.of(e, firstLine(sql));
    }
  }

  /** Returns what {@code reader} makes of each row. */
  <T> List<T> each(Clause query, RowReader<T> reader) {
    try (PreparedStatement statement = prepare(query.sql(), query.parameters());
        ResultSet results = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (results.next()) {
        rows.add(reader.row(results));
      }
      return rows;
    } catch (SQLException e) {
      throw Complaints.of(e, firstLine(query.sql()));
    }
  }

  /** Makes something of the row at which results are. */
  interface RowReader<T> {
    T row(ResultSet results) throws SQLException;
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  CopyManager copyManager() {
    try {
      return pgConnection().getCopyAPI();
    } catch (SQLException e) {
      throw Complaints.of(e, "copying");
    }
  }

  PGConnection pgConnection() {
    try {
      return connection.unwrap(PGConnection.class);
    } catch (SQLException e) {
      throw new InvalidRequest("not a connection of pgjdbc", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      return; // it is gone either way
    }
  }

  private static void step(String doing, SqlStep step) {
    try {
      step.run();
    } catch (SQLException e) {
      throw Complaints.of(e, doing);
    }
  }

  private static String firstLine(String sql) {
    String line = sql.lines().findFirst().orElse(sql);
    return line.length() > 120 ? line.substring(0, 120) + "..." : line;
  }

  /** Something that the driver may refuse. */
  private interface SqlStep {
    void run() throws SQLException;
  }
}
