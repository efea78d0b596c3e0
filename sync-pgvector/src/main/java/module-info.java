/** Mirrors of tables in PostgreSQL with pgvector, and collections that are tables there. */
module dev.pilum.pgvector {
  requires transitive dev.pilum.engine;
  requires transitive java.sql;
  requires transitive org.jspecify;
  requires static org.checkerframework.checker.qual;
  requires org.postgresql.jdbc;
  requires com.zaxxer.hikari;

  provides dev.pilum.backend.BackendProvider with
      dev.pilum.pgvector.PgvectorProvider;

  exports dev.pilum.pgvector;
}
