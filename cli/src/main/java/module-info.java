/** The command line. */
module dev.pilum.cli {
  requires com.fasterxml.jackson.databind;
  requires dev.pilum.engine;
  requires info.picocli;
  requires org.slf4j;
  requires org.jspecify;
}
