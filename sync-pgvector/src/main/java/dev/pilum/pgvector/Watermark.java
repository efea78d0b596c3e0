package dev.pilum.pgvector;

import dev.pilum.ChangePosition;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a target says that it holds: of which table, up to where. A row of the target's {@code
 * pilum_sync}, written in the same transaction as the rows.
 *
 * @param sourceId the table's {@linkplain dev.pilum.Table#id id} in hexadecimal digits
 * @param position up to where its changes are applied
 * @param upTo the version that the changes applied last lead to, behind the position when a mirror
 *     was broken off
 * @param commitId when that version was committed, in milliseconds since 1970; empty when unknown
 * @param feed the name of the feed that keeps later changes
 * @param columns the columns that are mirrored, as {@link #columns(Schema)} says
 */
record Watermark(
    String sourceId,
    ChangePosition position,
    long upTo,
    String commitId,
    String feed,
    String columns) {
  /** Between columns; no name has a semicolon, nor has a type. */
  static final String COMMA = "; ";

  /** Returns what says which columns a table has, as the target has it. */
  static String columns(Schema schema) {
    return schema.fields().stream().map(Watermark::column).collect(Collectors.joining(COMMA));
  }

  /** Returns what says which column one is: its id, which no other ever has, its name and type. */
  static String column(Field field) {
    return field.id() + " " + field.name() + " " + field.type().describe();
  }

  /** Returns the id of a table as the target has it. */
  static String idOf(long tableId) {
    return String.format(Locale.ROOT, "%016x", tableId);
  }

  /**
   * Locks the target's watermark until the transaction ends, so that mirrors into one table take
   * turns.
   *
   * @return {@code null} when there is none yet; then the place for it is locked
   */
  static @Nullable Watermark lock(Session session, MirrorOptions options) {
    requireTable(session, options);
    session.run(
        "insert into %s values (?, '', 0, 0, 0, '', '', '', now()) on conflict do nothing"
            .formatted(table(options)),
        options.table());
    return select(session, options, " for update");
  }

  /** Returns whether the target has the rows of a version, and not some on the way to one. */
  boolean isVersion() {
    return position.equals(ChangePosition.after(upTo));
  }

  /** Returns the target's watermark, or {@code null}. */
  static @Nullable Watermark read(Session session, MirrorOptions options) {
    requireTable(session, options);
    return select(session, options, "");
  }

  private static @Nullable Watermark select(Session session, MirrorOptions options, String lock) {
    List<String> row =
        session.row(
            "select source_table_id, version, within_version, up_to_version, commit_id, feed,"
                + " columns from "
                + table(options)
                + " where target_table = ?"
                + lock,
            options.table());
    if (row == null || row.getFirst().isEmpty()) {
      return null;
    }
    ChangePosition position =
        new ChangePosition(Long.parseLong(row.get(1)), Long.parseLong(row.get(2)));
    long upTo = Long.parseLong(row.get(3));
    return new Watermark(row.get(0), position, upTo, row.get(4), row.get(5), row.get(6));
  }

  /** Writes this one into its place; the caller holds the lock. */
  void write(Session session, MirrorOptions options) {
    session.run(
        """
        update %s set source_table_id = ?, version = ?, within_version = ?, up_to_version = ?,
          commit_id = ?, feed = ?, columns = ?, synced_at = now() where target_table = ?\
        """
            .formatted(table(options)),
        sourceId,
        position.version(),
        position.within(),
        upTo,
        commitId,
        feed,
        columns,
        options.table());
  }

  /** Returns whether the target has the table of watermarks. */
  static boolean isThere(Session session, MirrorOptions options) {
    return session.text("select to_regclass(?)", table(options)) != null;
  }

  private static void requireTable(Session session, MirrorOptions options) {
    if (!isThere(session, options)) {
      List<String> statements = DdlApply.missingBase(session, options.schema());
      statements.add(DdlRenderer.createSyncTable(options.schema()));
      throw new InvalidRequest(
          "the target has no table %s, in which it remembers what it holds; run, or have an administrator run: %s"
              .formatted(table(options), String.join("; ", statements)));
    }
  }

  private static String table(MirrorOptions options) {
    return Names.quote(options.schema(), DdlRenderer.SYNC_TABLE);
  }
}
