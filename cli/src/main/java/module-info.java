/** The command line. */
module dev.pilum.cli {
  requires transitive dev.pilum.engine;
  requires dev.pilum.formats;
  requires static dev.pilum.pgvector;
  requires info.picocli;
  requires transitive org.jspecify;

  uses dev.pilum.cli.ann.AnnBench;
  uses dev.pilum.cli.compare.CompareBench;

  exports dev.pilum.cli.ann;
  exports dev.pilum.cli.compare;

  opens dev.pilum.cli to
      info.picocli;
}
