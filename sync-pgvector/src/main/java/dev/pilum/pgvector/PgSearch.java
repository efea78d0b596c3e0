package dev.pilum.pgvector;

import dev.pilum.Order;
import dev.pilum.backend.Query;
import dev.pilum.backend.Ranking;
import dev.pilum.backend.ScoredRow;
import dev.pilum.pgvector.RowsSql.Found;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import java.util.List;

/** A query of one table. Belongs to one session, inside a transaction. */
final class PgSearch {
  /** Of each leg of a hybrid search, as in the engine. */
  private static final int CANDIDATES = 100;

  private final Session session;
  private final FoundTable table;
  private final FilterSql filters;
  private final Query query;
  private final RowsSql rows;
  private final Clause where;

  PgSearch(Session session, FoundTable table, FilterSql filters, Query query) {
    this.session = session;
    this.table = table;
    this.filters = filters;
    this.query = query;
    this.rows = new RowsSql(table, query.columns());
    this.where = filters.of(query.where());
  }

  /** Returns whether a query is more than one statement. */
  static boolean needsTransaction(Ranking ranking) {
    return ranking instanceof Ranking.Nearest || ranking instanceof Ranking.Hybrid;
  }

  List<ScoredRow> run() {
    return switch (query.ranking()) {
      case Ranking.Nearest nearest -> near(nearest);
      case Ranking.Words words -> {
        List<Found> found = words(words, query.limit(), query.offset());
        yield found.stream().map(row -> row.scored((float) row.number())).toList();
      }
      case Ranking.Hybrid hybrid -> hybrid(hybrid);
      case Ranking.Ordered(List<Order> orders) ->
          unscored(OrderSql.of(orders, filters.values(), table.key()));
      case Ranking.Sampled(long seed) ->
          unscored(
              Clause.of("md5(?::text || %s::text)".formatted(key()), Long.toString(seed))
                  .within("", ", " + OrderSql.tieBreak(table.key())));
    };
  }

  private List<ScoredRow> near(Ranking.Nearest nearest) {
    Metric metric = table.schema().field(nearest.column()).metric();
    return search(nearest).run(query.limit(), query.offset()).stream()
        .map(row -> row.scored(metric.score((float) row.number())))
        .toList();
  }

  private NearestSearch search(Ranking.Nearest nearest) {
    return new NearestSearch(session, table, rows, where, nearest);
  }

  private List<Found> words(Ranking.Words words, int limit, int offset) {
    Field field = table.schema().field(words.column());
    String vector = TextLeg.vector(field, ValueSql.column(field.name()));
    Clause from =
        TextLeg.query(field, words.words())
            .within(" from " + table.quoted() + " t, (select ", " as words) _q");
    Clause statement =
        from.within("select %s, ts_rank(%s, _q.words) as _rank".formatted(rows.list(), vector), "")
            .then(" where ", where)
            .within("", " and " + vector + " @@ _q.words" + ranked(limit, offset));
    return session.each(statement, rows::read);
  }

  private String ranked(int limit, int offset) {
    return " order by _rank desc, %s limit %d offset %d"
        .formatted(OrderSql.tieBreak(table.key()), limit, offset);
  }

  /** Both legs see the same rows. */
  private List<ScoredRow> hybrid(Ranking.Hybrid hybrid) {
    session.runPlain("set transaction isolation level repeatable read");
    int wanted = (int) Math.min((long) query.limit() + query.offset(), Integer.MAX_VALUE);
    int candidates = Math.max(CANDIDATES, wanted);
    FusedRows fused = new FusedRows(hybrid.fusion());
    float weight = hybrid.fusion().vectorWeight();
    fused.add(search(hybrid.nearest()).run(candidates, 0), weight, row -> -row.number());
    fused.add(words(hybrid.words(), candidates, 0), 1 - weight, Found::number);
    return fused.best(query.limit(), query.offset());
  }

  private List<ScoredRow> unscored(Clause order) {
    Clause statement =
        where
            .within("select " + rows.list() + ", 0 from " + table.quoted() + " t where ", "")
            .then(" order by ", order)
            .within("", " limit %d offset %d".formatted(query.limit(), query.offset()));
    return session.each(statement, rows::read).stream().map(row -> row.scored(0)).toList();
  }

  private String key() {
    return ValueSql.column(table.key().name());
  }
}
