/** Bytes on disk: file store, write-ahead log, Arrow column files, segments, manifest. */
@SuppressWarnings("module") // qualified exports name modules that are compiled later
module dev.pilum.storage {
  requires com.dynatrace.hash4j;
  requires transitive org.jspecify;
  requires org.apache.arrow.format;
  requires org.slf4j;
  requires roaringbitmap;

  uses dev.pilum.storage.keys.KeyMapProvider;

  exports dev.pilum.storage.env;
  exports dev.pilum.storage.error;
  exports dev.pilum.storage.schema;
  exports dev.pilum.storage.arrow to
      dev.pilum.arrow,
      dev.pilum.bench,
      dev.pilum.engine,
      dev.pilum.pgvector,
      dev.pilum.testkit;
  exports dev.pilum.storage.column to
      dev.pilum.arrow,
      dev.pilum.bench,
      dev.pilum.cli,
      dev.pilum.engine,
      dev.pilum.formats,
      dev.pilum.testkit;
  exports dev.pilum.storage.keys to
      dev.pilum.bench,
      dev.pilum.chronicle,
      dev.pilum.engine,
      dev.pilum.testkit;
  exports dev.pilum.storage.manifest to
      dev.pilum.engine,
      dev.pilum.testkit;
  exports dev.pilum.storage.scalar to
      dev.pilum.bench,
      dev.pilum.engine,
      dev.pilum.testkit;
  exports dev.pilum.storage.segment to
      dev.pilum.engine,
      dev.pilum.testkit;
  exports dev.pilum.storage.wal to
      dev.pilum.bench,
      dev.pilum.engine,
      dev.pilum.testkit;
}
