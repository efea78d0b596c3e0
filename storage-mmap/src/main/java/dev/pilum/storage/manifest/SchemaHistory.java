package dev.pilum.storage.manifest;

import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * Which columns versions had that can still be read, and which field ids are used up.
 *
 * @param nextFieldId lowest field id that no column ever had; 0 while the columns are those that
 *     the table was created with
 * @param earlier the schemas of older versions, oldest first, as far as a version that is kept has
 *     them
 */
public record SchemaHistory(int nextFieldId, List<Earlier> earlier) {
  /** Of a table whose columns were never changed. */
  public static final SchemaHistory NONE = new SchemaHistory(0, List.of());

  public SchemaHistory {
    earlier = List.copyOf(earlier);
  }

  /**
   * Columns that the table had once.
   *
   * @param lastVersion the newest version that has them
   * @param schema the columns
   */
  public record Earlier(long lastVersion, Schema schema) {}

  /** Returns the columns of a version; {@code newest} are those of the newest. */
  public Schema at(long version, Schema newest) {
    for (Earlier known : earlier) {
      if (version <= known.lastVersion()) {
        return known.schema();
      }
    }
    return newest;
  }

  /** Returns the lowest field id that is free beside the fields of {@code schema}. */
  public int nextFieldId(Schema schema) {
    int next = Math.max(1, nextFieldId);
    for (Field field : schema.fields()) {
      next = Math.max(next, field.id() + 1);
    }
    return next;
  }

  /** Returns the same after one more change, the newest version before which had {@code schema}. */
  public SchemaHistory with(Earlier before, int next) {
    List<Earlier> more = new ArrayList<>(earlier);
    more.add(before);
    return new SchemaHistory(next, more);
  }

  /** Returns the fields of earlier schemas that {@code newest} has no more, each once. */
  public List<Field> retired(Schema newest) {
    Map<Integer, Field> retired = new LinkedHashMap<>();
    for (Earlier known : earlier) {
      known.schema().fields().forEach(field -> retired.put(field.id(), field));
    }
    newest.fields().forEach(field -> retired.remove(field.id()));
    return List.copyOf(retired.values());
  }

  /**
   * Returns the same without schemas that no version which can be read has.
   *
   * @param oldest it and all later versions can be read
   * @param tagged versions that can be read beside them
   */
  SchemaHistory kept(long oldest, NavigableSet<Long> tagged) {
    List<Earlier> wanted = new ArrayList<>();
    long before = -1;
    for (Earlier known : earlier) {
      Long tag = tagged.higher(before);
      if (known.lastVersion() >= oldest || (tag != null && tag <= known.lastVersion())) {
        wanted.add(known);
      }
      before = known.lastVersion();
    }
    return wanted.size() == earlier.size() ? this : new SchemaHistory(nextFieldId, wanted);
  }
}
