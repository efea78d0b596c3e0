/** Configurations of backends from YAML. */
module dev.pilum.config {
  requires transitive dev.pilum.engine;
  requires org.snakeyaml.engine;
  requires transitive org.jspecify;

  exports dev.pilum.config;
}
