package dev.pilum.pgvector;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Conflict;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The connections of one backend: a pool that opens them as they are needed. */
final class Connections implements AutoCloseable {
  /** Writers of the same rows take turns; whoever loses this often has bad luck that is no luck. */
  private static final int ATTEMPTS = 10;

  /** Longer than a busy server needs, shorter than people wait. */
  private static final long WAIT_MILLIS = 10_000;

  private final HikariDataSource pool;

  private Connections(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Makes the pool; connects once, so that a wrong password is known at once and by its own name.
   */
  static Connections open(PgSettings settings) {
    HikariConfig config = new HikariConfig();
    try (Session first = Session.open(settings.target(), settings.schema())) {
      String home = first.extensionSchema();
      String path = Names.quote(settings.schema());
      if (home != null && !home.equals(settings.schema())) {
        path += ", " + Names.quote(home);
      }
      config.setConnectionInitSql(
          "set search_path = " + path + "; set client_min_messages = warning");
    }
    config.setDataSource(settings.target().dataSource());
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(0);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setPoolName("pilum");
    return new Connections(new HikariDataSource(config));
  }

  /** Does something that is one statement, or reads only. */
  <T extends @Nullable Object> T call(Function<Session, T> work) {
    try (Session session = session()) {
      return work.apply(session);
    }
  }

  /** Does something in one transaction; again where PostgreSQL says that trying again helps. */
  <T extends @Nullable Object> T transact(Function<Session, T> work) {
    for (int attempt = 1; ; attempt++) {
      try (Session session = session()) {
        return once(session, work);
      } catch (Conflict e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static <T extends @Nullable Object> T once(Session session, Function<Session, T> work) {
    session.begin();
    try {
      T result = work.apply(session);
      session.commit();
      return result;
    } catch (SQLException e) {
      throw Complaints.of(e, "committing");
    } finally {
      session.rollback(); // of what has not been committed
    }
  }

  private Session session() {
    checkOpen();
    try {
      return Session.of(pool.getConnection());
    } catch (SQLException e) {
      checkOpen();
      throw Complaints.of(e, "connecting");
    }
  }

  /** Complains when the pool is closed. */
  void checkOpen() {
    if (pool.isClosed()) {
      throw new Closed("the backend is closed; open it again");
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
