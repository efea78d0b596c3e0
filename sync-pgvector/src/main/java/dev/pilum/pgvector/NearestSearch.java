package dev.pilum.pgvector;

import dev.pilum.backend.Ranking;
import dev.pilum.pgvector.RowsSql.Found;
import dev.pilum.pgvector.VectorIndex.Over;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import java.util.List;

/*
 * With an index: PostgreSQL walks it and filters what comes, which alone returns fewer rows than match. So it walks on (pgvector's
 * iterative scan) until there are enough, in relaxed order, which drops nothing; the rows are sorted by their distance afterwards.
 * An iterative scan gives up after hnsw.max_scan_tuples rows. Where fewer come than were asked for, all rows that match are looked
 * at instead: either there are no more, or now they come.
 */
/** A search for near vectors in one table. Belongs to one session, inside a transaction. */
final class NearestSearch {
  /** What pgvector accepts at most. */
  private static final int MAX_EF = 1_000;

  /** Breadth of a walk that asks for few rows; pgvector's own is 40. */
  private static final int LEAST_EF = 100;

  /** Of every IVFFlat list pgvector looks into one where nothing is said. */
  private static final int PROBES = 10;

  /** Halves order rows a little differently: as many again, to choose from. */
  private static final int OVERSAMPLE = 2;

  /** The distance by cosine of vectors of zeros from all others, less what rounding may take. */
  private static final double RIGHT_ANGLE = 1 - 1e-6;

  private static final double LARGEST_HALF = 65_504;

  private final Session session;
  private final FoundTable table;
  private final RowsSql rows;
  private final Clause where;
  private final Field field;
  private final float[] query;
  private final boolean indexed;
  private final NearestSql sql;

  NearestSearch(
      Session session, FoundTable table, RowsSql rows, Clause where, Ranking.Nearest nearest) {
    this.session = session;
    this.table = table;
    this.rows = rows;
    this.where = where;
    this.field = table.schema().field(nearest.column());
    this.query = nearest.vector();
    Over over = table.indexed(field);
    this.indexed = over != null;
    this.sql = NearestSql.of(field, query, over);
  }

  /** Returns the nearest rows behind the first {@code offset}, with their distances. */
  List<Found> run(int limit, int offset) {
    long wanted = (long) limit + offset;
    if (wanted <= MAX_EF && indexed && canWalk()) {
      session.row(settings(wanted));
      List<Found> found = session.each(walk(wanted), rows::read);
      if (found.size() == wanted && !mayMissZeros(found.getLast())) {
        return List.copyOf(found.subList(offset, found.size()));
      }
    }
    return session.each(exact(limit, offset), rows::read);
  }

  /** Zeros are near to nothing by an index, and halves do not hold great numbers. */
  private boolean canWalk() {
    boolean zero = true;
    boolean halves = true;
    for (float coordinate : query) {
      zero &= coordinate == 0;
      halves &= Math.abs(coordinate) <= LARGEST_HALF;
    }
    return !zero && (sql.same() || halves);
  }

  /**
   * A mirror or a table of others may have vectors of zeros, which indexes by cosine leave out:
   * they are nearer than all that points away from the query.
   */
  private boolean mayMissZeros(Found last) {
    return field.metric() == Metric.COSINE && last.number() >= RIGHT_ANGLE;
  }

  private static String settings(long wanted) {
    return """
    select set_config('hnsw.ef_search', '%d', true), set_config('hnsw.iterative_scan', 'relaxed_order', true),
      set_config('ivfflat.probes', '%d', true), set_config('ivfflat.iterative_scan', 'relaxed_order', true)\
    """
        .formatted(Math.clamp(2 * wanted, LEAST_EF, MAX_EF), PROBES);
  }

  /** Returns the query that an index answers. */
  Clause walk(long wanted) {
    long inner = sql.same() ? wanted : OVERSAMPLE * wanted;
    Clause walked =
        matching(Clause.of("t.*").then(", ", sql.exact()))
            .then(" order by ", sql.indexed())
            .within("select * from (", " limit " + inner + ") t");
    return sorted(walked, "", wanted);
  }

  private Clause exact(int limit, int offset) {
    return sorted(matching(Clause.of("t.*").then(", ", sql.exact())), " offset " + offset, limit);
  }

  private Clause matching(Clause columns) {
    return columns
        .within("select ", " as _distance from " + table.quoted() + " t")
        .then(" where ", where)
        .within("", " and " + ValueSql.column(field.name()) + " is not null");
  }

  private Clause sorted(Clause inner, String offset, long limit) {
    return inner.within(
        "select " + rows.list() + ", _distance from (",
        ") t order by _distance, %s limit %d%s"
            .formatted(OrderSql.tieBreak(table.key()), limit, offset));
  }
}
