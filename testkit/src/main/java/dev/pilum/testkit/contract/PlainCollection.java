package dev.pilum.testkit.contract;

import dev.pilum.Group;
import dev.pilum.Order;
import dev.pilum.Row;
import dev.pilum.backend.Index;
import dev.pilum.backend.Query;
import dev.pilum.backend.Ranking;
import dev.pilum.backend.ScoredRow;
import dev.pilum.backend.VectorCollection;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a map, searched by looking at each: the model that backends are compared with. Has no
 * full-text search.
 */
final class PlainCollection implements VectorCollection {
  private final String name;
  private final Schema schema;
  private final String key;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Object, Row> rows = new LinkedHashMap<>();

  PlainCollection(String name, Schema schema) {
    this.name = name;
    this.schema = schema;
    this.key = Objects.requireNonNull(schema.key());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public void add(List<? extends Map<String, ?>> batch) {
    locked(() -> {
      long different = batch.stream().map(row -> row.get(key)).distinct().count();
      if (different < batch.size() || batch.stream().anyMatch(row -> has(row.get(key)))) {
        throw new InvalidRequest("a key is there already");
      }
      upsert(batch);
      return rows;
    });
  }

  @Override
  public void upsert(List<? extends Map<String, ?>> batch) {
    List<Row> whole = batch.stream().map(this::whole).toList();
    locked(() -> {
      for (Row row : whole) {
        Object id = id(row);
        rows.remove(id); // a replaced row is the newest
        rows.put(id, row);
      }
      return rows;
    });
  }

  @Override
  public long update(Filter where, Map<String, ?> values) {
    return locked(() -> {
      List<Row> changed = new ArrayList<>();
      for (Row row : matching(where)) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(row);
        copy.putAll(values);
        changed.add(Row.copyOf(copy));
      }
      upsert(changed);
      return (long) changed.size();
    });
  }

  @Override
  public long deleteAll(Collection<?> ids) {
    return locked(() -> ids.stream().filter(id -> rows.remove(id) != null).count());
  }

  @Override
  public long deleteWhere(Filter where) {
    return locked(() -> deleteAll(matching(where).stream().map(this::id).toList()));
  }

  @Override
  public List<Row> getAll(Collection<?> ids) {
    return locked(() -> {
      List<Row> found = new ArrayList<>();
      for (Object id : ids) {
        Row row = rows.get(id);
        if (row != null) {
          found.add(row);
        }
      }
      return found;
    });
  }

  @Override
  public long count(Filter where) {
    return matching(where).size();
  }

  @Override
  public List<ScoredRow> search(Query query) {
    List<Row> matching = matching(query.where());
    List<ScoredRow> ranked =
        switch (query.ranking()) {
          case Ranking.Nearest(String column, float[] vector) -> nearest(matching, column, vector);
          case Ranking.Ordered(List<Order> orders) -> unscored(ordered(matching, orders));
          case Ranking.Sampled(long seed) -> {
            List<Row> sample = new ArrayList<>(matching);
            Collections.shuffle(sample, new Random(seed));
            yield unscored(sample);
          }
          case Ranking.Words w -> throw new InvalidRequest("the plain backend finds no words");
          case Ranking.Hybrid h -> throw new InvalidRequest("the plain backend finds no words");
        };
    return ranked.stream()
        .skip(query.offset())
        .limit(query.limit())
        .map(hit -> new ScoredRow(hit.id(), hit.score(), selected(hit.row(), query.columns())))
        .toList();
  }

  @Override
  public List<Group> groupCount(String column, Filter where) {
    Map<Object, Long> counts = new TreeMap<>(PlainFilter::order);
    for (Row row : matching(where)) {
      Object value = row.get(column);
      if (value != null) {
        counts.merge(value, 1L, Long::sum);
      }
    }
    return counts.entrySet().stream()
        .map(entry -> new Group(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Group::count).reversed())
        .toList();
  }

  @Override
  public void createIndex(Index index) {
    // Every row is looked at, always.
  }

  @Override
  public void optimize() {
    // Nothing is stored that could be smaller.
  }

  private List<ScoredRow> nearest(List<Row> matching, String column, float[] query) {
    Metric metric = schema.field(column).metric();
    List<ScoredRow> hits = new ArrayList<>();
    for (Row row : matching) {
      float[] vector = row.vector(column);
      if (vector != null) {
        hits.add(new ScoredRow(id(row), metric.score(distance(metric, vector, query)), row));
      }
    }
    hits.sort(Comparator.comparingDouble(ScoredRow::score).reversed());
    return hits;
  }

  private static float distance(Metric metric, float[] a, float[] b) {
    double dot = 0;
    double lengths = 0;
    double squares = 0;
    double lengthA = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      lengthA += (double) a[i] * a[i];
      lengths += (double) b[i] * b[i];
      squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return (float)
        switch (metric) {
          case COSINE -> {
            double product = Math.sqrt(lengthA * lengths);
            yield product == 0 ? 1 : 1 - dot / product;
          }
          case DOT -> 1 - dot;
          case L2 -> squares;
          case HAMMING -> throw new InvalidRequest("the plain backend has no bits");
        };
  }

  private List<Row> ordered(List<Row> matching, List<Order> orders) {
    List<Row> sorted = new ArrayList<>(matching);
    for (Order order : orders.reversed()) { // the sort is stable: the first decides last
      if (!(order.value() instanceof Expression.Column(String column))) {
        throw new InvalidRequest("the plain backend orders by columns only");
      }
      Comparator<Object> values =
          order.direction() == Order.Direction.ASCENDING
              ? PlainFilter::order
              : (a, b) -> PlainFilter.order(b, a);
      sorted.sort(
          Comparator.comparing(
              (Row row) -> row.get(column),
              order.nulls() == Order.Nulls.FIRST
                  ? Comparator.nullsFirst(values)
                  : Comparator.nullsLast(values)));
    }
    return sorted;
  }

  private List<ScoredRow> unscored(List<Row> all) {
    return all.stream().map(row -> new ScoredRow(id(row), 0, row)).toList();
  }

  private List<Row> matching(Filter where) {
    return locked(
        () -> rows.values().stream().filter(row -> PlainFilter.matches(where, row)).toList());
  }

  /** Returns the row with a place for every column, numbers as wide as their columns. */
  private Row whole(Map<String, ?> row) {
    Map<String, @Nullable Object> whole = new LinkedHashMap<>();
    schema.names().forEach(column -> whole.put(column, null));
    row.forEach((column, value) -> {
      schema.field(column);
      if (value instanceof float[] vector) {
        for (float coordinate : vector) {
          if (!Float.isFinite(coordinate)) {
            throw new InvalidRequest(column + " must have finite coordinates");
          }
        }
        whole.put(column, vector.clone());
      } else {
        whole.put(column, value);
      }
    });
    return Row.copyOf(whole);
  }

  private static Row selected(Row row, List<String> columns) {
    if (columns.isEmpty()) {
      return row;
    }
    Map<String, @Nullable Object> selected = new LinkedHashMap<>();
    columns.forEach(column -> selected.put(column, row.get(column)));
    return Row.copyOf(selected);
  }

  private boolean has(@Nullable Object id) {
    return rows.containsKey(id);
  }

  private Object id(Row row) {
    return Objects.requireNonNull(row.get(key));
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
