/**
 * Rows of a table into files and back: Arrow, CSV, JSON lines, vectors; others by their modules.
 */
@SuppressWarnings("module") // qualified exports name modules that are compiled later
module dev.pilum.formats {
  requires com.fasterxml.jackson.core;
  requires de.siegmar.fastcsv;
  requires dev.pilum.arrow;
  requires transitive dev.pilum.engine;
  requires transitive org.jspecify;

  uses dev.pilum.formats.spi.Format;

  exports dev.pilum.formats;
  exports dev.pilum.formats.spi;
  exports dev.pilum.formats.text to
      dev.pilum.cli;
  exports dev.pilum.formats.vector to
      dev.pilum.cli;
}
