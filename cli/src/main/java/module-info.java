/** The command line. */
module dev.pilum.cli {
  requires com.fasterxml.jackson.core;
  requires dev.pilum.arrow;
  requires transitive dev.pilum.engine;
  requires static dev.pilum.pgvector;
  requires info.picocli;
  requires transitive org.jspecify;

  uses dev.pilum.cli.ann.AnnBench;

  exports dev.pilum.cli.ann;

  opens dev.pilum.cli to
      info.picocli;
}
