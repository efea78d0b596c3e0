/** The command line. */
module dev.pilum.cli {
  requires transitive dev.pilum.engine;
  requires dev.pilum.formats;
  requires static dev.pilum.pgvector;
  requires info.picocli;
  requires transitive org.jspecify;

  uses dev.pilum.cli.ann.AnnBench;

  exports dev.pilum.cli.ann;

  opens dev.pilum.cli to
      info.picocli;
}
