package dev.pilum.pgvector;

import dev.pilum.ChangeBatch;
import dev.pilum.ChangeMode;
import dev.pilum.ChangeReader;
import dev.pilum.storage.error.InvalidRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/*
 * A new table costs the same whatever has changed: all rows are sent, and every index is built anew, which is much faster than
 * inserting rows into it one by one. A merge costs what has changed. So where many rows have, a new table is cheaper; the share from
 * which it is was measured (docs/decisions/0043). It is never taken where it would lose anything that others have made.
 */
/** Chooses between a new table and a merge. */
final class WayChoice {
  /** A merge of fewer takes a moment, whatever their share of a small table. */
  static final int FEW_CHANGES = 1_000;

  private static final int BATCH_CHANGES = 10_000;

  private final Place place;

  WayChoice(Place place) {
    this.place = place;
  }

  /**
   * Chooses for a full mirror.
   *
   * @param found the target's table, {@code null} when there is none
   * @param watermark what the target says that it holds, {@code null} when it says nothing
   */
  Way full(@Nullable TargetTable found, @Nullable Watermark watermark) {
    if (found == null) {
      return create();
    }
    String obstacle = obstacle(found);
    return switch (place.options().full()) {
      case SWAP -> asked(obstacle);
      case MERGE -> merge(found, "as asked");
      case AUTO -> {
        if (obstacle != null) {
          yield merge(found, obstacle);
        }
        yield whole(found, watermark);
      }
    };
  }

  /** Chooses between sending all rows into a new table and comparing them with those there. */
  private Way whole(TargetTable found, @Nullable Watermark watermark) {
    if (found.empty()) {
      return new Way(Way.Kind.SWAP, "it has no rows");
    }
    if (new DdlRenderer(place.schema(), place.options()).indexNames("").isEmpty()) {
      return new Way(Way.Kind.SWAP, "no index of vectors has to be built");
    }
    Share share = known(watermark);
    if (share == null) {
      return new Way(Way.Kind.SWAP, "it is not known what has changed");
    }
    return new Way(share.many() ? Way.Kind.SWAP : Way.Kind.MERGE, share.words());
  }

  /** Chooses for an incremental mirror, whose changes fit on what the target holds. */
  Way incremental(TargetTable found, Watermark watermark) {
    String obstacle = obstacle(found);
    return switch (place.options().full()) {
      case MERGE -> new Way(Way.Kind.INCREMENTAL, "as asked");
      case SWAP -> {
        Share share = share(watermark);
        yield share.changes() == 0 ? new Way(Way.Kind.INCREMENTAL, share.words()) : asked(obstacle);
      }
      case AUTO -> {
        if (obstacle != null) {
          yield new Way(Way.Kind.INCREMENTAL, obstacle);
        }
        Share share = share(watermark);
        yield new Way(share.many() ? Way.Kind.SWAP : Way.Kind.INCREMENTAL, share.words());
      }
    };
  }

  private Way create() {
    MirrorOptions options = place.options();
    if (options.ddl() != DdlMode.APPLY) {
      throw new InvalidRequest(
          "Table %s does not exist: check the database and schema, run the statements of 'pilum sync ddl', or let the mirror run them (--ddl apply)"
              .formatted(options.schema() + "." + options.table()));
    }
    return new Way(Way.Kind.CREATE, "there is no table");
  }

  private Way asked(@Nullable String obstacle) {
    if (obstacle != null) {
      throw new InvalidRequest(
          "no new table can take the place of %s: %s; use FullMode.MERGE (--mode merge), which keeps everything"
              .formatted(place.quoted(), obstacle));
    }
    return new Way(Way.Kind.SWAP, "as asked");
  }

  private static Way merge(TargetTable found, String why) {
    return new Way(found.empty() ? Way.Kind.LOAD : Way.Kind.MERGE, why);
  }

  /** Returns why there can be no new table, or {@code null} when there can be one. */
  private @Nullable String obstacle(TargetTable found) {
    if (place.options().ddl() != DdlMode.APPLY) {
      return "a new table needs DdlMode.APPLY (--ddl apply)";
    }
    if (!found.replaceable()) {
      return "a new table needs the right to create in schema "
          + Names.quote(place.options().schema());
    }
    return found.precious().isEmpty()
        ? null
        : "a new table would lose its " + String.join(", ", found.precious());
  }

  /**
   * Returns the share of changes, or {@code null} when they do not fit on what the target holds.
   */
  private @Nullable Share known(@Nullable Watermark watermark) {
    if (watermark == null || watermark.feed().isEmpty()) {
      return null;
    }
    try {
      new Lineage(place).requireFit(watermark);
    } catch (InvalidRequest restored) {
      return null;
    }
    return share(watermark);
  }

  /** Counts changes, of each key the last one, no further than it takes to choose. */
  private Share share(Watermark watermark) {
    long rows = place.source().count();
    double ratio = place.options().swapRatio();
    long enough = Math.max(FEW_CHANGES, (long) Math.ceil(ratio * rows));
    long changes = 0;
    try (ChangeReader reader =
        place.source().changes(watermark.position(), ChangeMode.LAST_PER_KEY)) {
      ChangeBatch batch = reader.read(BATCH_CHANGES);
      while (!batch.isEmpty() && changes < enough) {
        changes += batch.size();
        batch = changes < enough ? reader.read(BATCH_CHANGES) : batch;
      }
    }
    return new Share(changes, rows, ratio, changes >= enough);
  }

  /** How much has changed: at least so many of so many rows, and whether these are many. */
  private record Share(long changes, long rows, double ratio, boolean many) {
    String words() {
      if (many) {
        return words("at least %d changes of %d rows are %.0f%% or more");
      }
      return changes < FEW_CHANGES
          ? changes + " changes are fewer than " + FEW_CHANGES
          : words("%d changes of %d rows are less than %.0f%%");
    }

    private String words(String format) {
      return String.format(Locale.ROOT, format, changes, rows, 100 * ratio);
    }
  }
}
