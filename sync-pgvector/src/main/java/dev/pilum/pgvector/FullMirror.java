package dev.pilum.pgvector;

import dev.pilum.ChangePosition;
import dev.pilum.Snapshot;
import dev.pilum.storage.error.Conflict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the target's table what the newest version of a table is, in one transaction. */
final class FullMirror {
  private static final String STAGING = "__pilum_new";
  private static final String OLD = "__pilum_old";

  private final Place place;
  private final MirrorProgress progress;
  private final DdlRenderer ddl;

  /** Counts of a mirror. */
  private record Moved(long rows, long written, long deleted) {}

  FullMirror(Place place, MirrorProgress progress) {
    this.place = place;
    this.progress = progress;
    this.ddl = new DdlRenderer(place.schema(), place.options());
  }

  /** Says what {@link #run} would do, and does nothing. */
  MirrorReport plan() {
    try (Session session = place.connect()) {
      Way way = new WayChoice(place).full(found(session), watermark(session));
      return report(way, new Moved(place.source().count(), 0, 0), place.source().version(), true);
    }
  }

  private @Nullable TargetTable found(Session session) {
    return found(session, place.quoted());
  }

  private @Nullable TargetTable found(Session session, String name) {
    return TargetTable.read(session, name, place.columns(), ddl.indexOptions());
  }

  /** Returns what the target says that it holds, as far as it can say anything. */
  private @Nullable Watermark watermark(Session session) {
    return Watermark.isThere(session, place.options())
        ? Watermark.read(session, place.options())
        : null;
  }

  /** Mirrors, in the way that seems the fastest. */
  MirrorReport run() {
    return run(null);
  }

  /**
   * Mirrors.
   *
   * @param chosen how; {@code null} to choose
   */
  MirrorReport run(@Nullable Way chosen) {
    try (Session session = place.connect()) {
      if (place.options().ddl() == DdlMode.APPLY) {
        new DdlApply(session, place.options()).ensureBase();
      }
      session.begin();
      try {
        return inTransaction(session, chosen);
      } finally {
        session.rollback(); // of what has not been committed
      }
    }
  }

  private MirrorReport inTransaction(Session session, @Nullable Way chosen) {
    Watermark before = Watermark.lock(session, place.options());
    Lineage lineage = new Lineage(place);
    lineage.requireOwn(before);
    Way way = chosen == null ? new WayChoice(place).full(found(session), before) : chosen;
    progress.chosen(way.name(), way.why());
    String feed = feedName(before);
    if (!feed.isEmpty()) {
      lineage.renewFeed(feed);
    }
    try (Snapshot snapshot = place.source().snapshot()) {
      place.requireSchema(snapshot.schema());
      Moved moved = move(way, snapshot, session);
      Watermark after = watermark(snapshot.version(), feed);
      after.write(session, place.options());
      place.commit(session, after);
      acknowledge(after);
      return report(way, moved, snapshot.version(), false);
    }
  }

  private void acknowledge(Watermark after) {
    if (!after.feed().isEmpty()) {
      try (var feed = place.source().feed(after.feed())) {
        feed.acknowledge(after.position());
      }
    }
  }

  private Watermark watermark(long version, String feed) {
    return new Watermark(
        Watermark.idOf(place.source().id()),
        ChangePosition.after(version),
        version,
        new Lineage(place).commitId(version),
        feed,
        Watermark.columns(place.schema()));
  }

  /** Returns the feed's name: as the target has it, or made of the place; none without a key. */
  private String feedName(@Nullable Watermark before) {
    if (place.schema().key() == null) {
      return "";
    }
    if (before != null && !before.feed().isEmpty()) {
      return before.feed();
    }
    byte[] where = (place.target().place() + " " + place.quoted()).getBytes(StandardCharsets.UTF_8);
    String hash = UUID.nameUUIDFromBytes(where).toString().substring(0, 8);
    return "pgvector-" + hash.toLowerCase(Locale.ROOT);
  }

  private Moved move(Way way, Snapshot snapshot, Session session) {
    return switch (way.kind()) {
      case CREATE -> create(snapshot, session);
      case LOAD -> moved(send(snapshot, session, place.quoted()));
      case SWAP -> swap(snapshot, session);
      case MERGE -> merge(snapshot, session);
      case INCREMENTAL -> throw new AssertionError("a full mirror by changes");
    };
  }

  private static Moved moved(long rows) {
    return new Moved(rows, rows, 0);
  }

  private long send(Snapshot snapshot, Session session, String table) {
    return Sending.all(snapshot, session, table, place.columns(), progress);
  }

  private Moved create(Snapshot snapshot, Session session) {
    requireIndexNames(session, place.options().table(), "");
    session.runPlain(ddl.createTable(place.options().table()));
    long rows = send(snapshot, session, place.quoted());
    ddl.createIndexes(place.options().table(), "", new ArrayList<>()).forEach(session::runPlain);
    return moved(rows);
  }

  private Moved swap(Snapshot snapshot, Session session) {
    MirrorOptions options = place.options();
    String staging = Names.distinct(options.table(), STAGING);
    String quoted = Names.quote(options.schema(), staging);
    requireIndexNames(session, options.table(), "");
    requireIndexNames(session, staging, STAGING);
    TakenNames.requireFree(session, options.schema(), staging);
    TakenNames.requireFree(session, options.schema(), Names.distinct(options.table(), OLD));
    session.runPlain(ddl.createTable(staging));
    long rows = send(snapshot, session, quoted);
    ddl.createIndexes(staging, STAGING, new ArrayList<>()).forEach(session::runPlain);
    dropOld(session);
    session.runPlain("alter table " + quoted + " rename to " + Names.quote(options.table()));
    renameIndexes(session);
    return moved(rows);
  }

  private void requireIndexNames(Session session, String table, String suffix) {
    TakenNames.requireOwnIndexes(session, place.options().schema(), table, ddl.indexNames(suffix));
  }

  /*
   * While the new table was loaded, others may have given something to the old one. Its lock keeps out all that needs one. Grants
   * need none, but they write the catalog's row of the table, which its new name has locked: what was granted before is seen, and
   * whoever grants now gets an error. Only a grant of single columns can still come between the look and the drop.
   */
  /** Drops the table in whose place the new one comes, if that loses nothing that others made. */
  private void dropOld(Session session) {
    MirrorOptions options = place.options();
    String old = Names.distinct(options.table(), OLD);
    String quoted = Names.quote(options.schema(), old);
    session.runPlain("lock table " + place.quoted() + " in access exclusive mode");
    session.runPlain("alter table " + place.quoted() + " rename to " + Names.quote(old));
    TargetTable found = Objects.requireNonNull(found(session, quoted));
    if (!found.precious().isEmpty()) {
      throw new Conflict(
          "while a new table was loaded, others changed %s, and the new one would lose its %s; run again, and changes are merged"
              .formatted(place.quoted(), String.join(", ", found.precious())));
    }
    session.runPlain("drop table " + quoted);
  }

  private void renameIndexes(Session session) {
    String schema = place.options().schema();
    List<String> old = ddl.indexNames(STAGING);
    List<String> names = ddl.indexNames("");
    for (int i = 0; i < old.size(); i++) {
      rename(session, Names.quote(schema, old.get(i)), names.get(i));
    }
    String key =
        session.text(
            "select conname from pg_constraint where conrelid = ?::regclass and contype = 'p'",
            place.quoted());
    if (key != null) {
      rename(session, Names.quote(schema, key), Names.distinct(place.options().table(), "_pkey"));
    }
  }

  private static void rename(Session session, String index, String name) {
    session.runPlain("alter index " + index + " rename to " + Names.quote(name));
  }

  private Moved merge(Snapshot snapshot, Session session) {
    Merging merging = new Merging(session, place);
    merging.prepare();
    long rows = send(snapshot, session, Merging.ROWS);
    long deleted = merging.deleteOthers();
    return new Moved(rows, merging.upsertDifferent(), deleted);
  }

  private static MirrorReport report(Way way, Moved moved, long version, boolean dryRun) {
    return new MirrorReport(
        way.name(), way.why(), moved.rows(), moved.written(), moved.deleted(), version, dryRun);
  }
}
