package dev.pilum.pgvector;

import dev.pilum.ChangeBatch;
import dev.pilum.ChangeFeed;
import dev.pilum.ChangeMode;
import dev.pilum.ChangePosition;
import dev.pilum.ChangeReader;
import dev.pilum.FeedStatus;
import dev.pilum.RowChange;
import dev.pilum.Table;
import dev.pilum.Version;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a target holds is an earlier state of a table, so that the table's changes fit on
 * it.
 */
final class Lineage {
  private static final int BATCH_CHANGES = 1_000;

  private final Place place;
  private final Table source;

  Lineage(Place place) {
    this.place = place;
    this.source = place.source();
  }

  /**
   * Checks that the target, if it was mirrored into before, holds this table and no other.
   *
   * @throws InvalidRequest when it holds another one
   */
  void requireOwn(@Nullable Watermark watermark) {
    if (watermark != null && !watermark.sourceId().equals(Watermark.idOf(source.id()))) {
      throw new InvalidRequest(
          "%s holds the rows of another table (id %s; '%s' has id %s): mirror into another one, or give this one up by: delete from %s where target_table = %s"
              .formatted(
                  place.quoted(),
                  watermark.sourceId(),
                  source.name(),
                  Watermark.idOf(source.id()),
                  Names.quote(place.options().schema(), DdlRenderer.SYNC_TABLE),
                  Names.literal(place.options().table())));
    }
  }

  /**
   * Checks that the changes behind the watermark are there and fit.
   *
   * @throws InvalidRequest when only a full mirror helps, saying why
   */
  void requireFit(Watermark watermark) {
    requireOwn(watermark);
    ChangePosition target = watermark.position();
    if (watermark.upTo() > source.version()) {
      throw full(
          "the target holds rows of version %d, the table is at %d: it was restored from a backup"
              .formatted(watermark.upTo(), source.version()));
    }
    FeedStatus feed = feed(watermark.feed());
    if (feed == null) {
      throw full("the table has no feed '" + watermark.feed() + "' any more");
    }
    if (feed.lost()) {
      throw full("changes since version " + feed.position() + " are gone");
    }
    if (feed.position().compareTo(target) > 0) {
      throw full(
          "the target holds version %s, though %s was acknowledged: the target was restored from a backup"
              .formatted(target, feed.position()));
    }
    requireSameCommit(watermark, feed.position());
    requireSameColumns(watermark);
  }

  /**
   * Checks that each column was mirrored, with this name and type: a change of columns gives rows
   * other values without being a change of any row. Columns that are gone are none of the mirror's
   * any more.
   *
   * @throws InvalidRequest when only a full mirror helps
   */
  void requireSameColumns(Watermark watermark) {
    List<String> mirrored = List.of(watermark.columns().split(Watermark.COMMA, -1));
    for (Field field : place.schema().fields()) {
      if (!mirrored.contains(Watermark.column(field))) {
        throw full(
            "column '%s' is not what it was in version %d, which the target holds"
                .formatted(field.name(), watermark.position().version()));
      }
    }
  }

  /** Of a restored table that has gone another way since, the commit has another time. */
  private void requireSameCommit(Watermark watermark, ChangePosition acknowledged) {
    long version = watermark.upTo();
    if (watermark.commitId().isEmpty() || acknowledged.version() >= version) {
      return;
    }
    try (ChangeReader changes = source.changes(acknowledged, ChangeMode.EVERY)) {
      ChangeBatch batch = changes.read(BATCH_CHANGES);
      while (!batch.isEmpty()) {
        for (RowChange change : batch.changes()) {
          if (change.version() == version && !commitId(change).equals(watermark.commitId())) {
            throw full("version " + version + " of the table is another than the one mirrored");
          }
        }
        boolean past = batch.end().version() > version;
        batch =
            past
                ? new ChangeBatch(List.of(), batch.end(), batch.upTo())
                : changes.read(BATCH_CHANGES);
      }
    }
  }

  /** Returns what names the commit of a version beside its number; empty when it is not kept. */
  String commitId(long version) {
    for (Version kept : source.versions()) {
      if (kept.number() == version) {
        return commitId(kept.committedAt());
      }
    }
    return "";
  }

  /** Returns what names the commit of the version that changes lead to; empty when unknown. */
  String commitId(ChangeBatch batch) {
    if (!batch.isEmpty() && batch.changes().getLast().version() == batch.upTo()) {
      return commitId(batch.changes().getLast());
    }
    return commitId(batch.upTo());
  }

  private static String commitId(RowChange change) {
    return commitId(change.committedAt());
  }

  private static String commitId(Instant time) {
    return Long.toString(time.toEpochMilli());
  }

  private @Nullable FeedStatus feed(String name) {
    for (FeedStatus status : source.feeds()) {
      if (status.name().equals(name)) {
        return status;
      }
    }
    return null;
  }

  /**
   * Returns a feed for a full mirror: the one of this name where it works, otherwise a new one. It
   * holds on to all changes behind the newest version.
   */
  void renewFeed(String name) {
    FeedStatus status = feed(name);
    if (status != null && status.lost()) {
      source.dropFeed(name);
      status = null;
    }
    if (status == null) {
      ChangeFeed created = source.createFeed(name);
      created.close();
    }
  }

  private static InvalidRequest full(String reason) {
    return new InvalidRequest(reason + "; mirror it in full once (--strategy full)");
  }
}
