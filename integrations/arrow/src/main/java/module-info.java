/** Arrow at the edge: what other Arrow writers made becomes Pilum's columns. */
module dev.pilum.arrow {
  requires transitive dev.pilum.storage;
  requires org.apache.arrow.format;
  requires static transitive org.apache.arrow.vector;

  exports dev.pilum.arrow;
}
