package dev.pilum.engine.db;

import dev.pilum.Alteration;
import dev.pilum.Fill;
import dev.pilum.engine.write.SchemaChange;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects changes of the columns of a {@link LocalTable}. */
final class LocalAlteration implements Alteration {
  private final TableStore store;
  private final List<Consumer<SchemaDraft>> steps = new ArrayList<>();
  private SchemaChange.Progress progress = (done, total) -> {};

  LocalAlteration(TableStore store) {
    this.store = store;
  }

  @Override
  public Alteration add(Field field, Fill fill) {
    return step(draft -> draft.add(field, fill));
  }

  @Override
  public Alteration drop(String column) {
    return step(draft -> draft.drop(column));
  }

  @Override
  public Alteration rename(String column, String name) {
    return step(draft -> draft.rename(column, name));
  }

  @Override
  public Alteration widen(String column, DataType type) {
    return step(draft -> draft.widen(column, type));
  }

  @Override
  public Alteration allowNulls(String column) {
    return step(draft -> draft.allowNulls(column));
  }

  @Override
  public Alteration text(String column, @Nullable TextAnalysis analysis) {
    return step(draft -> draft.text(column, analysis));
  }

  @Override
  public Alteration metadata(String column, Map<String, String> words) {
    Map<String, String> copy = Map.copyOf(words);
    return step(draft -> draft.metadata(column, copy));
  }

  @Override
  public Alteration onProgress(Progress listener) {
    progress = listener::rowsDone;
    return this;
  }

  @Override
  public long apply() {
    List<Consumer<SchemaDraft>> all = List.copyOf(steps);
    return store
        .upkeep()
        .schemas()
        .change(
            (schema, history) -> {
              SchemaDraft draft = new SchemaDraft(schema, history);
              all.forEach(step -> step.accept(draft));
              return draft.change();
            },
            progress);
  }

  private Alteration step(Consumer<SchemaDraft> step) {
    steps.add(step);
    return this;
  }
}
