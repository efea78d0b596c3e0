/** Metrics of databases for Micrometer. */
module dev.pilum.micrometer {
  requires transitive dev.pilum.engine;
  requires transitive micrometer.core;
  requires org.jspecify;

  exports dev.pilum.micrometer;
}
