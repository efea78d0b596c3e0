package dev.pilum.pgvector;

import java.util.List;
import java.util.UUID;

/** A schema of its own in the server that tests use, dropped when closed. */
final class PgSchema implements AutoCloseable {
  private final String name = "t_" + UUID.randomUUID().toString().replace("-", "");
  private final Session session;

  private PgSchema() {
    session = Session.open(target(), name);
    session.runPlain("create schema " + name);
    session.setSearchPath(name);
  }

  /** Makes one; skips the test where there is no server. */
  static PgSchema create() {
    return new PgSchema();
  }

  /** Returns the server; skips the test where there is none. */
  static PgTarget target() {
    return PgTarget.of(TestServer.url());
  }

  String name() {
    return name;
  }

  Session session() {
    return session;
  }

  /** Returns options for a table in this schema that may be created. */
  MirrorOptions table(String table) {
    return MirrorOptions.of(table).withSchema(name).withDdl(DdlMode.APPLY);
  }

  /** Returns the URL of a backend in this schema, with more settings. */
  String backendUrl(String settings) {
    String url = TestServer.url().replaceFirst("^jdbc:", "");
    String more = "schema=" + name + (settings.isEmpty() ? "" : "&" + settings);
    return url + (url.contains("?") ? "&" : "?") + more;
  }

  PgMirror mirror(MirrorOptions options) {
    return PgMirror.of(target(), options);
  }

  List<List<String>> rows(String sql) {
    return session.rows(sql);
  }

  String text(String sql) {
    return session.text(sql);
  }

  @Override
  public void close() {
    session.runPlain("drop schema " + name + " cascade");
    session.close();
  }
}
