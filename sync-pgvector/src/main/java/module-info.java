/** Mirrors of tables in PostgreSQL with pgvector. */
module dev.pilum.pgvector {
  requires transitive dev.pilum.engine;
  requires transitive java.sql;
  requires transitive org.jspecify;
  requires static org.checkerframework.checker.qual;
  requires org.postgresql.jdbc;

  exports dev.pilum.pgvector;
}
