package dev.pilum.pgvector;

import dev.pilum.storage.arrow.SchemaCodec;
import dev.pilum.storage.schema.Schema;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the comment on a collection's table says: which collection it is, and its columns as Pilum
 * has them, which types of PostgreSQL do not tell apart. The schema is written as Parquet files
 * have it, the Arrow schema message in base64.
 *
 * @param name whose table it is
 * @param schema its columns
 */
record TableComment(CollectionName name, Schema schema) {
  private static final Pattern FORM =
      Pattern.compile("Pilum collection ([^/ ]+)/([^/ ]+) ARROW:schema=([A-Za-z0-9+/=]+)");

  /** Reads a comment; {@code null} when it is another's. */
  static @Nullable TableComment read(@Nullable String comment) {
    Matcher form = FORM.matcher(comment == null ? "" : comment);
    if (!form.matches()) {
      return null;
    }
    byte[] bytes = Base64.getDecoder().decode(form.group(3));
    Schema schema = SchemaCodec.decode(bytes, "a table's comment").toSchema();
    return new TableComment(new CollectionName(form.group(1), form.group(2)), schema);
  }

  /** Returns the statement that writes it. */
  String sql(String quotedTable) {
    return "comment on table %s is %s".formatted(quotedTable, Names.literal(text()));
  }

  private String text() {
    return "Pilum collection %s/%s ARROW:schema=%s"
        .formatted(
            name.namespace(),
            name.collection(),
            Base64.getEncoder().encodeToString(SchemaCodec.encode(schema)));
  }
}
