/** The database: tables, queries, snapshots, compaction. */
module dev.pilum.engine {
  requires dev.pilum.hnsw;
  requires dev.pilum.storage;
  requires org.slf4j;
  requires transitive org.jspecify;
}
