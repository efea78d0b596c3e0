/** The database: tables, queries, snapshots, compaction. */
module dev.pilum.engine {
  requires transitive dev.pilum.storage;
  requires transitive dev.pilum.fts;
  requires dev.pilum.hnsw;
  requires re2j;
  requires static jdk.jfr;
  requires org.slf4j;
  requires transitive org.jspecify;

  uses dev.pilum.backend.BackendProvider;

  provides dev.pilum.backend.BackendProvider with
      dev.pilum.engine.backend.EmbeddedProvider;

  exports dev.pilum;
  exports dev.pilum.backend;
  exports dev.pilum.filter;
}
