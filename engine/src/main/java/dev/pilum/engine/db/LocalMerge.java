package dev.pilum.engine.db;

import dev.pilum.Merge;
import dev.pilum.MergeResult;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.merge.MatchColumns;
import dev.pilum.engine.merge.MergeClause;
import dev.pilum.engine.merge.MergePlan;
import dev.pilum.engine.merge.MergeSource;
import dev.pilum.engine.merge.PairColumns;
import dev.pilum.engine.read.Reads;
import dev.pilum.engine.row.KeyValues;
import dev.pilum.engine.write.TableStore;
import dev.pilum.filter.Filter;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A merge into a {@link LocalTable}: collects what is wanted, checks it, has it committed. */
final class LocalMerge implements Merge {
  private final TableStore store;
  private final Schema schema;
  private final MergeSource source;
  private final Embedder embedder;
  private final Reads reads;
  private final List<MergeClause> matched = new ArrayList<>();
  private List<String> on = List.of();
  private boolean inserts;
  private @Nullable FilterEvaluator unmatched;

  LocalMerge(TableStore store, MergeSource source, Schema schema, Embedder embedder, Reads reads) {
    this.store = store;
    this.schema = schema;
    this.source = source;
    this.embedder = embedder;
    this.reads = reads;
  }

  @Override
  public Merge on(String... columns) {
    if (columns.length == 0) {
      throw new InvalidRequest("rows match by at least one column");
    }
    on = List.copyOf(new LinkedHashSet<>(List.of(columns)));
    on.forEach(column -> source.require(schema, column, "by which rows match"));
    MatchColumns.check(on, schema);
    return this;
  }

  @Override
  public Merge whenMatchedUpdateAll() {
    return whenMatched(Set.copyOf(source.schema().names()), null);
  }

  @Override
  public Merge whenMatchedUpdateAll(Filter condition) {
    return whenMatched(Set.copyOf(source.schema().names()), condition);
  }

  @Override
  public Merge whenMatchedUpdate(String... columns) {
    return whenMatched(checked(columns), null);
  }

  @Override
  public Merge whenMatchedUpdate(Filter condition, String... columns) {
    return whenMatched(checked(columns), condition);
  }

  private Set<String> checked(String... columns) {
    if (columns.length == 0) {
      throw new InvalidRequest("update needs at least one column to set");
    }
    for (String column : columns) {
      source.require(schema, column, "which is to be updated");
    }
    Set<String> named = new HashSet<>(List.of(columns));
    for (Field field : schema.fields()) {
      Embedding embedding = field.embedding();
      if (embedding != null && embedding.sources().stream().anyMatch(named::contains)) {
        named.add(field.name()); // the vector follows its texts
      }
    }
    return Set.copyOf(named);
  }

  @Override
  public Merge whenMatchedDelete() {
    return whenMatched(null, null);
  }

  @Override
  public Merge whenMatchedDelete(Filter condition) {
    return whenMatched(null, condition);
  }

  private Merge whenMatched(@Nullable Set<String> columns, @Nullable Filter condition) {
    FilterEvaluator compiled =
        condition == null ? null : new PairColumns(source.schema(), schema).compile(condition);
    matched.add(new MergeClause(columns, compiled));
    return this;
  }

  @Override
  public Merge whenNotMatchedInsertAll() {
    for (Field field : schema.fields()) {
      if (!field.nullable()) {
        source.require(schema, field.name(), "which must not be null in rows that are inserted");
      }
    }
    inserts = true;
    return this;
  }

  @Override
  public Merge whenNotMatchedBySourceDelete() {
    return whenNotMatchedBySourceDelete(new Filter.And(List.of()));
  }

  @Override
  public Merge whenNotMatchedBySourceDelete(Filter where) {
    unmatched = FilterEvaluator.of(where, schema);
    return this;
  }

  @Override
  public MergeResult run() {
    if (on.isEmpty()) {
      on(KeyValues.field(schema).name());
    }
    boolean writes = inserts || matched.stream().anyMatch(clause -> clause.columns() != null);
    MergeSource rows = writes ? source.embedded(embedder) : source;
    MergePlan plan = new MergePlan(rows, on, List.copyOf(matched), inserts, unmatched);
    MergePlan.Outcome outcome = new MergePlan.Outcome();
    return outcome.at(
        UnderSchema.commit(store, schema, plan.change(outcome, reads.interrupts())).version());
  }
}
