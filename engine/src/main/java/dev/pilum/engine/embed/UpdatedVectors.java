package dev.pilum.engine.embed;

import dev.pilum.engine.row.ArrayColumns;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Which texts an update makes is known for certain only once nobody else commits, when nobody may call a model. So the update is tried:
 * what vectors it lacked it has noted here, and they are made before it is tried again.
 */
/**
 * The vectors that follow from an update of their source columns. One update; one thread at a time.
 */
public final class UpdatedVectors {
  private final Map<String, Column> assigned;
  private final Map<String, Made> made = new HashMap<>();

  /**
   * What is known of one column.
   *
   * @param vectors columns of one row, by text
   * @param missing texts that a row had and no vector
   */
  private record Made(
      Field field, Embedding embedding, Map<String, Column> vectors, Set<String> missing) {}

  /**
   * Starts with no vectors.
   *
   * @param assigned columns of one row that the update sets, by name
   */
  public UpdatedVectors(Schema schema, Map<String, Column> assigned) {
    this.assigned = assigned;
    for (Field field : schema.fields()) {
      Embedding embedding = field.embedding();
      if (embedding != null && follows(field, embedding)) {
        made.put(field.name(), new Made(field, embedding, new HashMap<>(), new LinkedHashSet<>()));
      }
    }
  }

  /** Returns whether the vectors change: a source is set, and no vector instead. */
  private boolean follows(Field field, Embedding embedding) {
    return !assigned.containsKey(field.name())
        && embedding.sources().stream().anyMatch(assigned::containsKey);
  }

  /** Returns whether no column follows from what is set. */
  public boolean isEmpty() {
    return made.isEmpty();
  }

  /**
   * Returns the new vector of a row, as a column of one row, null where it is not known yet; or
   * {@code null} when the column does not follow from what is set.
   *
   * @param rows the old rows
   */
  public @Nullable Column of(String column, RecordBatch rows, int row) {
    Made known = made.get(column);
    if (known == null) {
      return null;
    }
    String text = text(known.embedding(), rows, row);
    Column vector = text == null ? null : known.vectors().get(text);
    if (text != null && vector == null) {
      known.missing().add(text);
    }
    return vector == null ? ArrayColumns.allNull(known.field().type(), 1) : vector;
  }

  private @Nullable String text(Embedding embedding, RecordBatch rows, int row) {
    StringBuilder text = new StringBuilder();
    for (String source : embedding.sources()) {
      Column set = assigned.get(source);
      SourceTexts.append(text, set == null ? rows.column(source) : set, set == null ? row : 0);
    }
    return SourceTexts.unlessBlank(text);
  }

  /** Returns whether a row was asked about whose vector is not known. */
  public boolean lacksAny() {
    return made.values().stream().anyMatch(known -> !known.missing().isEmpty());
  }

  /** Makes the vectors that were asked for and not known. Nobody may hold a lock. */
  public void make(Embedder embedder) {
    for (Made known : made.values()) {
      List<String> texts = new ArrayList<>(known.missing());
      if (!texts.isEmpty()) {
        make(known, texts, embedder);
      }
    }
  }

  private static void make(Made known, List<String> texts, Embedder embedder) {
    List<float[]> vectors =
        embedder.calls(known.field(), known.embedding()).documents(texts, UpdatedVectors::rows);
    for (int i = 0; i < texts.size(); i++) {
      Embedder.requireHeld(known.field(), known.embedding(), vectors.get(i), rows(i, i + 1));
      known
          .vectors()
          .put(
              texts.get(i),
              RowWriter.column(known.field(), Collections.singletonList(vectors.get(i))));
    }
    known.missing().clear();
  }

  private static String rows(int from, int to) {
    return to - from == 1 ? "a text of the updated rows" : to - from + " texts of the updated rows";
  }
}
