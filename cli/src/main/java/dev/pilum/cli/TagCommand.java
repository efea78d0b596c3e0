package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a version of a table a name, or takes one away. */
@Command(
    name = "tag",
    description = "Give a version of a table a name that keeps it, or take the name away.",
    footer = {
      "",
      "Examples:",
      "  pilum tag db docs before-clean-up",
      "  pilum tag db docs release --version 17",
      "  pilum tag db docs release --delete"
    })
@NullUnmarked // picocli sets the name
final class TagCommand implements Runnable {
  @Mixin private TableParameters table = new TableParameters();

  @Parameters(index = "2", paramLabel = "TAG", description = "The name: 1 to 64 characters.")
  private String tag;

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "The version; the newest when absent.")
  private @Nullable Long version;

  @Option(names = "--delete", description = "Take the name away.")
  private boolean delete;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (Database db = table.openExisting()) {
      Table chosen = table.in(db);
      if (delete) {
        chosen.deleteTag(tag);
      } else if (version == null) {
        chosen.tag(tag);
      } else {
        chosen.tag(tag, version);
      }
      options
          .output()
          .record(Row.of("table", table.name(), "tag", tag, "version", chosen.tags().get(tag)));
    }
  }
}
