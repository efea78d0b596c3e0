package dev.pilum.arrow;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ForeignName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/** Chooses for each Arrow field Pilum's type and what reads it. One schema each. */
final class SchemaTranslator {
  /** Bounds what a hostile schema, whose fields may share their children, can unfold to. */
  private static final int MAX_FIELDS = 100_000;

  private static final String FIELD_ID = "pilum.field_id";

  private final Float64Vectors float64;
  private final Map<Long, ColumnReader> dictionaries = new HashMap<>();
  private int fieldCount;

  SchemaTranslator(Float64Vectors float64) {
    this.float64 = float64;
  }

  /**
   * A field's type and what reads it.
   *
   * @param field Pilum's field
   * @param reader reads its columns
   */
  record Translated(Field field, ColumnReader reader) {}

  /**
   * A type and what reads it.
   *
   * @param type Pilum's type
   * @param reader reads values of it
   */
  record Typed(DataType type, ColumnReader reader) {}

  Translation translate(Schema schema) {
    if (schema.endianness() != Endianness.Little) {
      throw new InvalidRequest("the Arrow data is big-endian; Pilum reads little-endian data");
    }
    List<Field> fields = new ArrayList<>();
    List<ColumnReader> readers = new ArrayList<>();
    for (int i = 0; i < schema.fieldsLength(); i++) {
      Translated translated = field(schema.fields(i), String.valueOf(schema.fields(i).name()), 0);
      fields.add(translated.field());
      readers.add(translated.reader());
    }
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < schema.customMetadataLength(); i++) {
      put(metadata, schema.customMetadata(i));
    }
    return new Translation(fields, readers, dictionaries, metadata);
  }

  /**
   * Translates {@code field} as if it were called {@code name}: elements of lists have all sorts of
   * names.
   */
  Translated field(org.apache.arrow.flatbuf.Field field, String name, int depth) {
    if (depth > 64 || ++fieldCount > MAX_FIELDS) {
      throw new InvalidRequest(
          "the Arrow schema has more than " + MAX_FIELDS + " fields or nests them deeper than 64");
    }
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < field.customMetadataLength(); i++) {
      put(metadata, field.customMetadata(i));
    }
    int id = fieldId(name, metadata.remove(FIELD_ID));
    Typed typed = typed(field, name, metadata, depth);
    return new Translated(
        new Field(id, ForeignName.unlessAccepted(name), typed.type(), field.nullable(), metadata),
        typed.reader());
  }

  private Typed typed(
      org.apache.arrow.flatbuf.Field field, String name, Map<String, String> metadata, int depth) {
    Typed values;
    try {
      values = new TypeTranslator(this, float64, field, name, metadata, depth).translate();
    } catch (InvalidRequest e) {
      throw String.valueOf(e.getMessage()).contains("'" + name + "'")
          ? e
          : new InvalidRequest("column '" + name + "': " + e.getMessage(), e);
    }
    DictionaryEncoding encoding = field.dictionary();
    return encoding == null ? values : encoded(encoding, values);
  }

  private Typed encoded(DictionaryEncoding encoding, Typed values) {
    dictionaries.put(encoding.id(), values.reader());
    Int index = encoding.indexType();
    int bits = index == null ? 32 : index.bitWidth();
    if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
      throw new InvalidRequest(
          "dictionary " + encoding.id() + " is numbered by integers of " + bits + " bits");
    }
    return new Typed(values.type(), new DictionaryReader(values.type(), encoding.id(), bits));
  }

  private static int fieldId(String name, @Nullable String digits) {
    if (digits == null) {
      return 0;
    }
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new InvalidRequest(
          "column '" + name + "': " + FIELD_ID + " is no number: " + digits, e);
    }
  }

  private static void put(Map<String, String> metadata, KeyValue word) {
    metadata.put(String.valueOf(word.key()), String.valueOf(word.value()));
  }
}
