package dev.pilum.pgvector;

import dev.pilum.Batch;
import dev.pilum.BatchBuilder;
import dev.pilum.ChangeBatch;
import dev.pilum.ChangeFeed;
import dev.pilum.ChangeMode;
import dev.pilum.ChangePosition;
import dev.pilum.ChangeReader;
import dev.pilum.Row;
import dev.pilum.RowChange;
import dev.pilum.Table;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the changes since the target's watermark into the target: transactions that each apply
 * some, of each key the last one, and advance the watermark. Broken off anywhere it goes on where
 * it was.
 */
final class IncrementalMirror {
  private final Place place;
  private final MirrorProgress progress;
  private long sent;
  private long written;
  private long deleted;

  IncrementalMirror(Place place, MirrorProgress progress) {
    this.place = place;
    this.progress = progress;
  }

  /** Says what {@link #run} would do, and does nothing. */
  MirrorReport plan() {
    place.key();
    try (Session session = place.connect()) {
      Watermark watermark = require(Watermark.read(session, place.options()));
      new Lineage(place).requireFit(watermark);
      return planned(way(session, watermark), watermark.position());
    }
  }

  private Way way(Session session, Watermark watermark) {
    Map<String, String> indexes = new DdlRenderer(place.schema(), place.options()).indexOptions();
    TargetTable found = TargetTable.read(session, place.quoted(), place.columns(), indexes);
    if (found == null) {
      throw new InvalidRequest(
          "Table %s does not exist: check the database and schema, then mirror in full (--strategy full)"
              .formatted(place.quoted()));
    }
    return new WayChoice(place).incremental(found, watermark);
  }

  private MirrorReport planned(Way way, ChangePosition since) {
    if (way.kind() == Way.Kind.SWAP) {
      Table source = place.source();
      return new MirrorReport(way.name(), way.why(), source.count(), 0, 0, source.version(), true);
    }
    try (ChangeReader changes = place.source().changes(since, ChangeMode.LAST_PER_KEY)) {
      ChangeBatch batch = changes.read(place.options().batchChanges());
      while (!batch.isEmpty()) {
        note(batch);
        batch = changes.read(place.options().batchChanges());
      }
      return report(way, changes.upTo(), true);
    }
  }

  private void note(ChangeBatch batch) {
    sent += batch.size();
    for (RowChange change : batch.changes()) {
      if (change.row() == null) {
        deleted++;
      } else {
        written++;
      }
    }
  }

  /** Mirrors until there is nothing new: by changes, or where these are many by a new table. */
  MirrorReport run() {
    place.key();
    Way way;
    try (Session session = place.connect()) {
      Watermark watermark = require(Watermark.read(session, place.options()));
      new Lineage(place).requireFit(watermark);
      way = way(session, watermark);
      if (way.kind() == Way.Kind.INCREMENTAL) {
        progress.chosen(way.name(), way.why());
        return run(session, watermark, way);
      }
    }
    return new FullMirror(place, progress).run(way);
  }

  private MirrorReport run(Session session, Watermark watermark, Way way) {
    try (ChangeFeed feed = place.source().feed(watermark.feed(), ChangeMode.LAST_PER_KEY)) {
      feed.acknowledge(watermark.position());
      Watermark reached = watermark;
      Watermark next = step(session, feed, reached);
      while (next != null) {
        reached = next;
        next = step(session, feed, reached);
      }
      return report(way, reached.position().version(), false);
    } finally {
      session.rollback();
    }
  }

  /**
   * One transaction; returns the watermark behind it, or {@code null} when there was nothing to do.
   */
  private @Nullable Watermark step(Session session, ChangeFeed feed, Watermark before) {
    ChangeBatch batch = feed.poll(place.options().batchChanges());
    if (batch.isEmpty() && batch.end().equals(before.position())) {
      return null;
    }
    place.requireSchema(place.source().schema()); // those of the rows, or later ones
    session.begin();
    if (!before.equals(Watermark.lock(session, place.options()))) {
      throw new Conflict(
          "somebody else mirrors into " + place.quoted() + " at the same time; run again");
    }
    apply(session, batch);
    Watermark after = advanced(before, batch);
    after.write(session, place.options());
    place.commit(session, after);
    feed.acknowledge(after.position());
    sent += batch.size();
    progress.sent(sent, sent);
    return after;
  }

  private Watermark advanced(Watermark before, ChangeBatch batch) {
    return new Watermark(
        before.sourceId(),
        batch.end(),
        batch.upTo(),
        new Lineage(place).commitId(batch),
        before.feed(),
        Watermark.columns(place.schema()));
  }

  private void apply(Session session, ChangeBatch batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<Row> rows = new ArrayList<>();
    List<Object> keys = new ArrayList<>();
    for (RowChange change : batch.changes()) {
      Row row = change.row();
      if (row == null) {
        keys.add(change.key());
      } else {
        rows.add(row);
      }
    }
    Merging merging = new Merging(session, place);
    merging.prepare();
    if (!keys.isEmpty()) {
      copy(session, Merging.KEYS, List.of(place.key()), keyBatch(keys));
      deleted += merging.deleteKeys();
    }
    if (!rows.isEmpty()) {
      copy(session, Merging.ROWS, place.columns(), rowBatch(rows));
      written += merging.upsert();
    }
  }

  private static void copy(Session session, String table, List<TargetColumn> columns, Batch batch) {
    try (CopyRows copy = CopyRows.into(session, table, columns, session.oids())) {
      copy.send(batch);
      copy.finish();
    }
  }

  private Batch keyBatch(List<Object> keys) {
    Field key = place.key().field();
    return new BatchBuilder(new Schema(List.of(key), key.name())).values(key.name(), keys).build();
  }

  private Batch rowBatch(List<Row> rows) {
    BatchBuilder batch = new BatchBuilder(place.schema());
    for (Field field : place.schema().fields()) {
      List<@Nullable Object> values = new ArrayList<>(rows.size());
      for (Row row : rows) {
        values.add(row.get(field.name()));
      }
      batch.values(field.name(), values);
    }
    return batch.build();
  }

  private Watermark require(@Nullable Watermark watermark) {
    if (watermark == null) {
      throw new InvalidRequest(
          "nothing has been mirrored into %s yet; mirror in full once (--strategy full)"
              .formatted(place.quoted()));
    }
    return watermark;
  }

  private MirrorReport report(Way way, long version, boolean dryRun) {
    return new MirrorReport(way.name(), way.why(), sent, written, deleted, version, dryRun);
  }
}
