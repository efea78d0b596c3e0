package dev.pilum.cli;

import dev.pilum.ChangeBatch;
import dev.pilum.ChangeFeed;
import dev.pilum.ChangeMode;
import dev.pilum.ChangePosition;
import dev.pilum.ChangeReader;
import dev.pilum.Database;
import dev.pilum.FeedStatus;
import dev.pilum.Row;
import dev.pilum.RowChange;
import dev.pilum.Table;
import dev.pilum.cli.output.Format;
import dev.pilum.storage.error.StorageFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what commits changed in a table. */
@Command(
    name = "changes",
    description = {
      "Tell what commits changed in a table, oldest first: since a version that is kept, or what a"
          + " consumer has not been told yet, whose place the table remembers by name. With --json"
          + " one object on each line, with the whole row."
    },
    footer = {
      "",
      "Examples:",
      "  pilum changes db docs --since 17 --json",
      "  pilum changes db docs --since 17 --net",
      "  pilum changes db docs --follow mirror --json   (begins with what comes from now on)",
      "  pilum changes db docs --follow mirror --drop"
    })
final class ChangesCommand implements Runnable {
  /** Rows of a batch: some megabytes where vectors are long. */
  private static final int BATCH = 1_000;

  private static final List<String> COLUMNS =
      List.of("version", "index", "kind", "key", "rowId", "committedAt");

  @Mixin private TableParameters table = new TableParameters();

  @Option(names = "--since", paramLabel = "N", description = "Changes after this version.")
  private @Nullable Long since;

  @Option(
      names = "--follow",
      paramLabel = "NAME",
      description = "The consumer; known from its first call on.")
  private @Nullable String follow;

  @Option(names = "--net", description = "Only the last change of each key.")
  private boolean net;

  @Option(names = "--drop", description = "Forget the consumer.")
  private boolean drop;

  @Mixin private OutputOptions options = new OutputOptions();

  @Spec private @Nullable CommandSpec command;

  @Override
  public void run() {
    if ((since == null) == (follow == null) || (drop && follow == null)) {
      throw Usage.wrong(command, "give --since N, or --follow NAME, which may have --drop");
    }
    if (follow == null) {
      readSince(since == null ? 0 : since);
    } else {
      follow(follow);
    }
  }

  private void readSince(long version) {
    try (Database db = table.openReadOnly();
        ChangeReader reader = table.in(db).changes(ChangePosition.after(version), mode())) {
      show(reader::read, end -> {});
    }
  }

  private void follow(String name) {
    try (Database db = table.openExisting()) {
      Table chosen = table.in(db);
      if (drop) {
        chosen.dropFeed(name);
      } else {
        tell(chosen, name);
      }
    }
  }

  private void tell(Table chosen, String name) {
    if (chosen.feeds().stream().map(FeedStatus::name).noneMatch(name::equals)) {
      chosen.createFeed(name).close();
    }
    try (ChangeFeed feed = chosen.feed(name, mode())) {
      show(feed::poll, feed::acknowledge);
    }
  }

  private ChangeMode mode() {
    return net ? ChangeMode.LAST_PER_KEY : ChangeMode.EVERY;
  }

  /** What is to be done once changes up to a position have been written. */
  private interface Written {
    void upTo(ChangePosition end);
  }

  private void show(IntFunction<ChangeBatch> changes, Written written) {
    List<Row> all = new ArrayList<>();
    ChangeBatch batch = changes.apply(BATCH);
    while (!batch.isEmpty()) {
      if (options.format() == Format.JSON) {
        batch.changes().forEach(change -> options.output().record(whole(change)));
        requireShown();
        written.upTo(batch.end());
      } else {
        batch.changes().forEach(change -> all.add(Row.of(named(change))));
      }
      batch = changes.apply(BATCH);
    }
    if (options.format() != Format.JSON) {
      options.output().rows(COLUMNS, all);
      requireShown();
    }
    written.upTo(batch.end());
  }

  /** What nobody has got must come again: a pipe may be closed, a disk full. */
  private void requireShown() {
    if (options.out().checkError()) {
      throw new StorageFailure(
          "standard output did not take all changes; those of --follow come again");
    }
  }

  private static Row whole(RowChange change) {
    @Nullable Object[] parts = Arrays.copyOf(named(change), 14);
    parts[12] = "row";
    parts[13] = change.row();
    return Row.of(parts);
  }

  private static @Nullable Object[] named(RowChange change) {
    return new @Nullable Object[] {
      "version", change.version(),
      "index", change.index(),
      "kind", change.kind().name(),
      "key", change.key(),
      "rowId", change.rowId(),
      "committedAt", change.committedAt().toString()
    };
  }
}
