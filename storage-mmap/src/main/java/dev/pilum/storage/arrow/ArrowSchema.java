package dev.pilum.storage.arrow;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an Arrow file says about its columns. Unlike a {@link Schema} it may hold Pilum's own
 * columns ({@code _rowid}, {@code _version}) and only some of a table's.
 *
 * @param fields one for each column, in the file's order
 * @param metadata words about the file as a whole, among them {@value #KEY}
 */
public record ArrowSchema(List<Field> fields, Map<String, String> metadata) {
  /** Metadata that names the primary key's column. */
  public static final String KEY = "pilum.key";

  public ArrowSchema {
    fields = List.copyOf(fields);
    metadata = Map.copyOf(metadata);
  }

  /** Returns the fields without words about the whole. */
  public static ArrowSchema of(List<Field> fields) {
    return new ArrowSchema(fields, Map.of());
  }

  /** Returns a table's columns and key. */
  public static ArrowSchema of(Schema schema) {
    String key = schema.key();
    return new ArrowSchema(schema.fields(), key == null ? Map.of() : Map.of(KEY, key));
  }

  /** Returns this schema with one more word about the whole. */
  public ArrowSchema with(String name, String value) {
    Map<String, String> more = new HashMap<>(metadata);
    more.put(name, value);
    return new ArrowSchema(fields, more);
  }

  /**
   * Returns the table's columns and key.
   *
   * @throws InvalidRequest when the fields make no table, such as {@code _rowid}
   */
  public Schema toSchema() {
    return new Schema(fields, metadata.get(KEY));
  }
}
