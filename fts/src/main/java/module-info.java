/** Full-text search over the rows of a table: Lucene's BM25 and analyzers over Pilum's files. */
@SuppressWarnings("module") // qualified exports name modules that are compiled later
module dev.pilum.fts {
  requires transitive dev.pilum.storage;
  requires java.logging;
  requires org.apache.lucene.core;
  requires org.apache.lucene.analysis.common;
  requires static org.apache.lucene.analysis.smartcn;
  requires transitive org.jspecify;

  exports dev.pilum.fts;
  exports dev.pilum.fts.index to
      dev.pilum.bench,
      dev.pilum.engine,
      dev.pilum.testkit;
  exports dev.pilum.fts.store to
      dev.pilum.testkit;
}
