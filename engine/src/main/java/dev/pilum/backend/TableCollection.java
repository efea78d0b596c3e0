package dev.pilum.backend;

import dev.pilum.Fusion;
import dev.pilum.Group;
import dev.pilum.Order;
import dev.pilum.Row;
import dev.pilum.Scan;
import dev.pilum.Table;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table as a collection. */
final class TableCollection implements VectorCollection {
  private final Table table;
  private final String key;

  TableCollection(Table table) {
    this.table = table;
    this.key = CollectionColumns.key(table.schema());
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public Schema schema() {
    return table.schema();
  }

  @Override
  public void add(List<? extends Map<String, ?>> rows) {
    table.add(rows);
  }

  @Override
  public void upsert(List<? extends Map<String, ?>> rows) {
    table.upsert(rows);
  }

  @Override
  public long update(Filter where, Map<String, ?> values) {
    return table.updateWhere(where, values).rowsWritten();
  }

  @Override
  public long deleteAll(Collection<?> ids) {
    return table.deleteAll(ids).rowsRemoved();
  }

  @Override
  public long deleteWhere(Filter where) {
    return table.deleteWhere(where).rowsRemoved();
  }

  @Override
  public List<Row> getAll(Collection<?> ids) {
    return table.getAll(ids);
  }

  @Override
  public boolean exists(Object id) {
    return table.exists(id);
  }

  @Override
  public long count(Filter where) {
    return Query.isAll(where) ? table.count() : table.count(where);
  }

  @Override
  public List<ScoredRow> search(Query query) {
    String[] columns = columns(query);
    Filter where = query.where();
    int limit = query.limit();
    int offset = query.offset();
    Found found = new Found(query);
    switch (query.ranking()) {
      case Ranking.Nearest(String column, float[] vector) ->
          table
              .search(column, vector)
              .where(where)
              .select(columns)
              .limit(limit)
              .offset(offset)
              .hits()
              .forEach(hit -> found.add(hit.row(), hit.score()));
      case Ranking.Words(String column, String words) ->
          table
              .searchText(column, words)
              .where(where)
              .select(columns)
              .limit(limit)
              .offset(offset)
              .hits()
              .forEach(hit -> found.add(hit.row(), hit.score()));
      case Ranking.Hybrid(Ranking.Nearest nearest, Ranking.Words words, Fusion fusion) ->
          table
              .search(nearest.column(), nearest.vector())
              .text(words.column(), words.words())
              .fusion(fusion)
              .where(where)
              .select(columns)
              .limit(limit)
              .offset(offset)
              .hits()
              .forEach(hit -> found.add(hit.row(), hit.score()));
      case Ranking.Ordered(List<Order> orders) ->
          scan(where, columns)
              .orderBy(orders.toArray(Order[]::new))
              .limit(limit)
              .offset(offset)
              .rows()
              .forEach(row -> found.add(row, 0));
      case Ranking.Sampled(long seed) ->
          scan(where, columns)
              .sample((int) Math.min((long) limit + offset, Integer.MAX_VALUE), seed)
              .limit(limit)
              .offset(offset)
              .rows()
              .forEach(row -> found.add(row, 0));
    }
    return found.rows;
  }

  @Override
  public List<Group> groupCount(String column, Filter where) {
    return table.scan().where(where).groupCount(column);
  }

  /** Graphs and text indexes come by themselves. */
  @Override
  public void createIndex(Index index) {
    if (index instanceof Index.Scalar(String column, ScalarIndex kind)) {
      table.createIndex(column, kind);
    }
  }

  @Override
  public void optimize() {
    table.optimize();
  }

  private Scan scan(Filter where, String[] columns) {
    return table.scan().where(where).select(columns);
  }

  /** Returns the columns to read: those that were asked for, and the key. */
  private String[] columns(Query query) {
    if (query.columns().isEmpty()) {
      return table.schema().names().toArray(String[]::new);
    }
    List<String> columns = new ArrayList<>(query.columns());
    if (!columns.contains(key)) {
      columns.add(key);
    }
    return columns.toArray(String[]::new);
  }

  /** Collects what was found, without a key that nobody asked for. */
  private final class Found {
    private final Query query;
    private final List<ScoredRow> rows = new ArrayList<>();

    Found(Query query) {
      this.query = query;
    }

    void add(Row row, float score) {
      Object id = row.get(key);
      assert id != null : "a key is never null";
      boolean asIs = query.columns().isEmpty() || query.columns().contains(key);
      rows.add(new ScoredRow(id, score, asIs ? row : without(row)));
    }

    private Row without(Row row) {
      Map<String, @Nullable Object> asked = new LinkedHashMap<>(row);
      asked.remove(key);
      return Row.copyOf(asked);
    }
  }
}
