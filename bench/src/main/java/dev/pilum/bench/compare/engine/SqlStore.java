package dev.pilum.bench.compare.engine;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements of one connection to a database, prepared once each. One thread at a time. */
final class SqlStore implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  SqlStore(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** Something that databases fail at in their own way. */
  interface Sql<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /** Runs something; what it fails with comes out as other failures do. */
  static <T extends @Nullable Object> T io(Sql<T> sql) throws IOException {
    try {
      return sql.run();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Returns a statement with its parameters set. */
  PreparedStatement prepared(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /** Executes a statement that answers nothing. */
  void execute(String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Changes rows. */
  void update(String sql, @Nullable Object... parameters) throws SQLException {
    prepared(sql, parameters).executeUpdate();
  }

  /** Returns the first column of all rows. */
  int[] numbers(String sql, int most, @Nullable Object... parameters) throws SQLException {
    int[] numbers = new int[most];
    int count = 0;
    try (ResultSet rows = prepared(sql, parameters).executeQuery()) {
      while (rows.next()) {
        numbers[count++] = rows.getInt(1);
      }
    }
    return java.util.Arrays.copyOf(numbers, count);
  }

  /** Returns the first column of the first row, of which there must be one. */
  long number(String sql, @Nullable Object... parameters) throws SQLException {
    try (ResultSet rows = prepared(sql, parameters).executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws IOException {
    io(() -> {
      connection.close();
      return null;
    });
  }
}
