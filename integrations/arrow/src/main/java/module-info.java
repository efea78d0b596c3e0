/** Arrow at the edge: what other Arrow writers made becomes Pilum's columns. */
module dev.pilum.arrow {
  requires transitive dev.pilum.storage;
  requires org.apache.arrow.format;
  requires static org.apache.arrow.vector; // not transitive: nobody else has to have it

  exports dev.pilum.arrow;
}
