/** Bytes on disk: file store, write-ahead log, Arrow column files, segments, manifest. */
module dev.pilum.storage {
  requires transitive org.jspecify;
  requires org.slf4j;
}
