/** Bytes on disk: file store, write-ahead log, Arrow column files, segments, manifest. */
module dev.pilum.storage {
  requires transitive org.jspecify;
  requires org.slf4j;

  exports dev.pilum.storage.env;
  exports dev.pilum.storage.error;
}
