package dev.pilum.engine.db;

import dev.pilum.ColumnIndex;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.IndexDefinition;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Creates, drops and lists the scalar indexes of a table. */
final class ScalarIndexes {
  private ScalarIndexes() {}

  static void create(TableStore store, String column, ScalarIndex kind) {
    Field field = store.schema().field(column);
    if (!kind.fits(field.type())) {
      List<ScalarIndex> fitting =
          Arrays.stream(ScalarIndex.values()).filter(k -> k.fits(field.type())).toList();
      throw new InvalidRequest(
          "an index of kind %s takes %s, and column '%s' is of type %s; %s"
              .formatted(
                  kind,
                  kind.fitting(),
                  column,
                  field.type().describe(),
                  fitting.isEmpty() ? "no kind fits it" : "what fits it: " + fitting));
    }
    store.upkeep().scalarIndexes().create(new IndexDefinition(field.id(), kind));
  }

  static void drop(TableStore store, String column, ScalarIndex kind) {
    Field field = store.schema().field(column);
    store.upkeep().scalarIndexes().drop(new IndexDefinition(field.id(), kind));
  }

  static List<ColumnIndex> of(TableStore store) {
    Manifest manifest = store.manifest();
    List<ColumnIndex> indexes = new ArrayList<>();
    for (IndexDefinition index : manifest.indexes()) {
      int indexed = 0;
      for (SegmentMeta segment : manifest.segments()) {
        indexed += segment.find(Kind.of(index.kind()), index.fieldId()) == null ? 0 : 1;
      }
      indexes.add(
          new ColumnIndex(
              nameOf(manifest.schema(), index.fieldId()),
              index.kind(),
              manifest.segments().size(),
              indexed));
    }
    return List.copyOf(indexes);
  }

  private static String nameOf(Schema schema, int fieldId) {
    Field field = schema.withId(fieldId);
    if (field == null) {
      throw new AssertionError("an index of field " + fieldId + ", which is not there");
    }
    return field.name();
  }
}
