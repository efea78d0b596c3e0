/** The command line. */
module dev.pilum.cli {
  requires com.fasterxml.jackson.core;
  requires dev.pilum.arrow;
  requires dev.pilum.engine;
  requires info.picocli;
  requires org.jspecify;

  opens dev.pilum.cli to
      info.picocli;
}
