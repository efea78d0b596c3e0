package dev.pilum.pgvector;

import dev.pilum.Batch;
import dev.pilum.BatchColumn;
import dev.pilum.BatchReader;
import dev.pilum.Snapshot;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Compares a table with its mirror by a checksum for each range of keys, of the rows' binary
 * tuples: each side computes its own, only checksums travel.
 */
final class Comparing {
  /** Of small tables too, a range that differs says where to look. */
  private static final int RANGES = 20;

  private static final int LEAST_ROWS_PER_RANGE = 10;

  /** A range that differs is then small enough to look at. */
  private static final int MOST_ROWS_PER_RANGE = 1_000;

  private static final int BATCH_ROWS = 4_096;

  private final Place place;
  private final TargetColumn key;
  private final Comparator<Object> order;

  Comparing(Place place) {
    this.place = place;
    this.key = place.key();
    this.order = order(key.field().type());
  }

  Comparison run() {
    try (Session session = place.connect()) {
      beginReading(session);
      try (Snapshot snapshot = mirrored(session)) {
        return compared(session, snapshot);
      } finally {
        session.rollback();
      }
    }
  }

  /**
   * Sees the target as it is at one moment, so that what it holds is what it says it holds though
   * others go on mirroring. A new table would be looked at as it was before it had any rows, so
   * none comes meanwhile; the lock has to be there before anything is read.
   */
  private void beginReading(Session session) {
    boolean there = session.text("select to_regclass(?)", place.quoted()) != null;
    session.begin();
    session.runPlain("set transaction isolation level repeatable read, read only");
    if (there) {
      session.runPlain("lock table " + place.quoted() + " in access share mode");
    }
  }

  private Comparison compared(Session session, Snapshot snapshot) {
    List<Object> bounds = bounds(snapshot);
    RangeSums theirs = sumsOfTarget(session, bounds);
    RangeSums ours = sumsOfSource(session, snapshot, bounds);
    List<KeyRange> ranges = new ArrayList<>();
    for (int i = 0; i <= bounds.size(); i++) {
      ranges.add(
          new KeyRange(
              i == 0 ? "" : text(bounds.get(i - 1)),
              i == bounds.size() ? "" : text(bounds.get(i)),
              ours.rows(i),
              theirs.rows(i),
              ours.sameAs(theirs, i)));
    }
    return new Comparison(snapshot.version(), ranges);
  }

  /** Returns the version that the target says it holds. */
  private Snapshot mirrored(Session session) {
    Watermark watermark = Watermark.read(session, place.options());
    if (watermark == null) {
      throw new InvalidRequest("nothing has been mirrored into " + place.quoted() + " yet");
    }
    Lineage lineage = new Lineage(place);
    lineage.requireOwn(watermark);
    lineage.requireSameColumns(watermark);
    if (!watermark.isVersion()) {
      throw new InvalidRequest(
          "the target is at %s on the way to version %d, because a mirror was broken off; mirror first (--strategy incremental)"
              .formatted(watermark.position(), watermark.upTo()));
    }
    return version(watermark.position().version());
  }

  private Snapshot version(long number) {
    Snapshot newest = place.source().snapshot();
    long at = newest.version();
    if (at == number) {
      return newest;
    }
    try (newest) {
      return place.source().checkout(number);
    } catch (InvalidRequest e) {
      throw new InvalidRequest(
          "the target holds version %d, which the table (at %d) does not keep; mirror first (--strategy incremental)"
              .formatted(number, at),
          e);
    }
  }

  /** Returns the first keys of all ranges but the first. */
  private List<Object> bounds(Snapshot snapshot) {
    List<Object> keys = new ArrayList<>();
    try (BatchReader batches = snapshot.scan().select(key.field().name()).batches(BATCH_ROWS)) {
      while (batches.hasNext()) {
        BatchColumn column = batches.next().column(key.field().name());
        for (int row = 0; row < column.rowCount(); row++) {
          keys.add(Objects.requireNonNull(column.valueAt(row)));
        }
      }
    }
    keys.sort(order);
    List<Object> bounds = new ArrayList<>();
    int rows = Math.clamp(keys.size() / RANGES, LEAST_ROWS_PER_RANGE, MOST_ROWS_PER_RANGE);
    for (int i = rows; i < keys.size(); i += rows) {
      bounds.add(keys.get(i));
    }
    return bounds;
  }

  private RangeSums sumsOfSource(Session session, Snapshot snapshot, List<Object> bounds) {
    RangeSums sums = new RangeSums(bounds.size() + 1);
    TupleEncoder encoder = new TupleEncoder(place.columns(), session.oids());
    TupleBuffer tuple = new TupleBuffer();
    try (BatchReader batches = snapshot.scan().batches(BATCH_ROWS)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        BatchColumn keys = batch.column(key.field().name());
        BatchColumn[] columns = encoder.columnsOf(batch);
        for (int row = 0; row < batch.rowCount(); row++) {
          tuple.clear();
          encoder.put(columns, row, tuple);
          sums.add(range(bounds, Objects.requireNonNull(keys.valueAt(row))), tuple);
        }
      }
    }
    return sums;
  }

  private int range(List<Object> bounds, Object value) {
    int found = Collections.binarySearch(bounds, value, order);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private RangeSums sumsOfTarget(Session session, List<Object> bounds) {
    String hash = "md5(" + TupleSql.of(place.columns(), "t") + ")";
    String sql =
        """
        select %s, count(*), sum(('x' || substr(h, 1, 16))::bit(64)::bigint),
          sum(('x' || substr(h, 17, 16))::bit(64)::bigint)
        from (select t.%s as k, %s as h from %s t offset 0) rows group by 1\
        """
            .formatted(bucket(bounds), key.quoted(), hash, place.quoted());
    RangeSums sums = new RangeSums(bounds.size() + 1);
    for (List<String> row : session.rows(sql)) {
      sums.add(
          Integer.parseInt(row.get(0)),
          Long.parseLong(row.get(1)),
          new BigDecimal(row.get(2)).toBigInteger().longValue(),
          new BigDecimal(row.get(3)).toBigInteger().longValue());
    }
    return sums;
  }

  private String bucket(List<Object> bounds) {
    if (bounds.isEmpty()) {
      return "0";
    }
    String collate = key.field().type() instanceof DataType.Utf8 ? " collate \"C\"" : "";
    List<String> literals = bounds.stream().map(bound -> Names.literal(text(bound))).toList();
    return "coalesce(width_bucket(k%s, array[%s]::%s[]%s), 0)" // a row of others may have no key
        .formatted(collate, String.join(",", literals), key.type().sql(), collate);
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? "\\x" + HexFormat.of().formatHex(bytes)
        : value.toString();
  }

  /** Returns the order in which PostgreSQL has keys of a type: text in that of its bytes. */
  private static Comparator<Object> order(DataType type) {
    return switch (type) {
      case DataType.Utf8 u ->
          (a, b) ->
              Arrays.compareUnsigned(
                  a.toString().getBytes(StandardCharsets.UTF_8),
                  b.toString().getBytes(StandardCharsets.UTF_8));
      case DataType.Binary b -> (x, y) -> Arrays.compareUnsigned((byte[]) x, (byte[]) y);
      case DataType.Uuid u -> (a, b) -> compare((UUID) a, (UUID) b);
      default -> Comparator.comparingLong(value -> ((Number) value).longValue());
    };
  }

  private static int compare(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}
