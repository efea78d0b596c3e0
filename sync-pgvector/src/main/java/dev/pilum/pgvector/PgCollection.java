package dev.pilum.pgvector;

import dev.pilum.Batch;
import dev.pilum.Group;
import dev.pilum.Row;
import dev.pilum.backend.Index;
import dev.pilum.backend.Query;
import dev.pilum.backend.ScoredRow;
import dev.pilum.backend.VectorCollection;
import dev.pilum.filter.Filter;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table of PostgreSQL as a collection. Safe for use by many threads. */
final class PgCollection implements VectorCollection {
  /** As it was found, or found again once it got an index. */
  private volatile FoundTable table;

  private final PgSettings settings;
  private final Connections connections;
  private final FilterSql filters;

  PgCollection(FoundTable table, PgSettings settings, Connections connections) {
    this.table = table;
    this.settings = settings;
    this.connections = connections;
    this.filters = new FilterSql(table.schema());
  }

  @Override
  public String name() {
    return table.name().collection();
  }

  @Override
  public Schema schema() {
    return table.schema();
  }

  @Override
  public void add(List<? extends Map<String, ?>> rows) {
    Batch batch = RowsToWrite.batch(table.schema(), rows);
    connections.transact(session -> {
      new PgWrites(session, table).insert(batch);
      return batch;
    });
  }

  @Override
  public void upsert(List<? extends Map<String, ?>> rows) {
    List<Map<String, ?>> last = RowsToWrite.lastOfEachKey(table.key(), rows);
    Batch batch = RowsToWrite.batch(table.schema(), last);
    connections.transact(session -> {
      new PgWrites(session, table).upsert(batch);
      return batch;
    });
  }

  @Override
  public long update(Filter where, Map<String, ?> values) {
    if (values.containsKey(table.key().name())) {
      throw new InvalidRequest("the key column '" + table.key().name() + "' cannot be set");
    }
    if (values.isEmpty()) {
      return 0;
    }
    values.keySet().forEach(table.schema()::field);
    List<Field> fields =
        table.schema().fields().stream().filter(f -> values.containsKey(f.name())).toList();
    Batch one = RowsToWrite.batch(new Schema(fields, null), List.of(values));
    Clause matching = filters.of(where);
    return connections.transact(
        session -> new PgWrites(session, table).update(one, fields, matching));
  }

  @Override
  public long deleteAll(Collection<?> ids) {
    return delete(withKeys(cells(ids)));
  }

  @Override
  public long deleteWhere(Filter where) {
    return delete(filters.of(where));
  }

  private long delete(Clause where) {
    Clause statement = where.within("delete from " + table.quoted() + " t where ", "");
    return connections.transact(session -> session.run(statement.sql(), statement.parameters()));
  }

  @Override
  public List<Row> getAll(Collection<?> ids) {
    List<Object> cells = cells(ids);
    RowsSql rows = new RowsSql(table, List.of());
    Clause statement =
        withKeys(cells)
            .within("select " + rows.list() + ", 0 from " + table.quoted() + " t where ", "");
    Map<Object, Row> byId = new HashMap<>();
    connections
        .call(session -> session.each(statement, rows::read))
        .forEach(found -> byId.put(comparable(found.id()), found.row()));
    List<Row> found = new ArrayList<>();
    for (Object cell : cells) {
      Row row = byId.get(comparable(cell));
      if (row != null) {
        found.add(row);
      }
    }
    return found;
  }

  private List<Object> cells(Collection<?> ids) {
    List<Object> cells = new ArrayList<>(ids.size());
    ids.forEach(id -> cells.add(ConstantSql.cell(table.key(), id)));
    return cells;
  }

  private Clause withKeys(List<Object> cells) {
    String type = PgType.of(table.key().name(), table.key().type()).base();
    Object[] keys =
        table.key().type() instanceof DataType.Binary
            ? cells.toArray(byte[][]::new)
            : cells.stream().map(PgCollection::keyText).toArray(String[]::new);
    String array = keys instanceof byte[][] ? "?::bytea[]" : "(?::text[])::" + type + "[]";
    return Clause.of(ValueSql.column(table.key().name()))
        .then(" = ", Clause.of("any(" + array + ")", (Object) keys));
  }

  /** A text with a zero character is nobody's key here: it stands for one that is not there. */
  private static String keyText(Object cell) {
    String text = cell.toString();
    if (text.indexOf('\0') >= 0) {
      throw new InvalidRequest("a key has a zero character, which PostgreSQL's text cannot hold");
    }
    return text;
  }

  private static Object comparable(Object id) {
    return id instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : id;
  }

  @Override
  public long count(Filter where) {
    Clause statement =
        filters.of(where).within("select count(*) from " + table.quoted() + " t where ", "");
    Long count =
        connections.call(session -> session.number(statement.sql(), statement.parameters()));
    return count == null ? 0 : count;
  }

  @Override
  public List<ScoredRow> search(Query query) {
    return PgSearch.needsTransaction(query.ranking())
        ? connections.transact(session -> new PgSearch(session, table, filters, query).run())
        : connections.call(session -> new PgSearch(session, table, filters, query).run());
  }

  @Override
  public List<Group> groupCount(String column, Filter where) {
    Field field = table.schema().field(column);
    if (!field.type().isScalar()) {
      throw new InvalidRequest("rows are not grouped by " + field.type().describe());
    }
    String name = ValueSql.column(column);
    Clause statement =
        filters
            .of(where)
            .within(
                "select %s, count(*) from %s t where "
                    .formatted(RowsSql.sent(field), table.quoted()),
                " group by %s order by 2 desc, %s%s nulls last"
                    .formatted(name, name, OrderSql.collation(field.type())));
    return connections.call(session ->
        session.each(
            statement,
            results -> new Group(RowsSql.value(field, results.getBytes(1)), results.getLong(2))));
  }

  @Override
  public void createIndex(Index index) {
    CollectionDdl ddl = new CollectionDdl(settings, table.name(), table.schema());
    switch (index) {
      case Index.Vector(String column) -> vectorIndex(ddl, table.schema().field(column));
      case Index.Text(List<String> columns) -> textIndexes(ddl, columns);
      case Index.Scalar(String column, var kind) -> scalarIndex(ddl, column);
    }
  }

  /** Searches use the new index from now on. */
  private void vectorIndex(CollectionDdl ddl, Field field) {
    if (table.indexed(field) != null) {
      return;
    }
    String statement = ddl.vector(field);
    create(statement, List.of(ddl.vectorIndex(field)));
    table = connections.call(session -> new CollectionCatalog(session, settings).reread(table));
    if (table.indexed(field) == null) {
      throw new InvalidRequest(
          "an index of another kind has this name already; drop it, or configure 'index_name',"
              + " then create the index again: "
              + statement);
    }
  }

  private void textIndexes(CollectionDdl ddl, List<String> columns) {
    List<Field> fields = columns.stream().map(table.schema()::field).toList();
    create(
        fields.stream().map(ddl::text).collect(Collectors.joining("; ")),
        fields.stream().map(field -> ddl.indexName(field, CollectionDdl.TEXT)).toList());
  }

  private void scalarIndex(CollectionDdl ddl, String column) {
    Field field = table.schema().field(column);
    create(ddl.scalar(field), List.of(ddl.indexName(field, CollectionDdl.SCALAR)));
  }

  private void create(String statement, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    if (!settings.mayCreate()) {
      throw new InvalidRequest(
          "no index is created unasked: run '%s', or configure 'ddl: apply'".formatted(statement));
    }
    connections.transact(session -> {
      TakenNames.requireOwnIndexes(session, settings.schema(), table.table(), names);
      session.runPlain(statement);
      return statement;
    });
  }

  /** Vacuums, which PostgreSQL does by itself too. */
  @Override
  public void optimize() {
    connections.call(session -> {
      session.runPlain("vacuum (analyze) " + table.quoted());
      return table;
    });
  }
}
