package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Retention;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets which versions of a table are kept. */
@Command(
    name = "keep",
    description = {
      "Set which versions of a table are kept from now on, beside the newest and those with tags:",
      "the newest N, and those that were the newest at some time within HOURS."
    },
    footer = {
      "",
      "Examples:",
      "  pilum keep db docs --versions 100",
      "  pilum keep db docs --hours 24",
      "  pilum keep db docs --versions 1        (only the newest)"
    })
final class KeepCommand implements Runnable {
  @Mixin private TableParameters table = new TableParameters();

  @Option(names = "--versions", paramLabel = "N", description = "How many of the newest.")
  private int versions = 1;

  @Option(names = "--hours", paramLabel = "HOURS", description = "For how long.")
  private long hours;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    Retention retention = retention();
    try (Database db = table.openExisting()) {
      Table chosen = table.in(db);
      chosen.setRetention(retention);
      options.output().record(Row.of("table", table.name(), "versions", versions, "hours", hours));
    }
  }

  private Retention retention() {
    try {
      return new Retention(versions, Duration.ofHours(hours));
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest(String.valueOf(e.getMessage()), e);
    }
  }
}
