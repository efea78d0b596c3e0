package dev.pilum.engine.embed;

import dev.pilum.engine.row.RowWriter;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.EmbeddingFailure;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the vectors of rows that bring none, and those of questions. Calls models, so nobody may
 * hold a lock meanwhile. Safe for use by many threads.
 */
public final class Embedder {
  private final EmbeddingFunctions functions;
  private final Env env;

  /** Makes one that knows {@code functions} and waits between repetitions by {@code env}. */
  public Embedder(EmbeddingFunctions functions, Env env) {
    this.functions = functions;
    this.env = env;
  }

  /**
   * Returns rows with vectors where they have none, but text.
   *
   * @throws InvalidRequest when a function that is needed is not registered or makes vectors of
   *     another dimension
   * @throws EmbeddingFailure when a model fails, naming the rows
   */
  public RecordBatch fill(RecordBatch rows) {
    return fill(rows, new BitSet(), null);
  }

  /**
   * As the shorter form, for some of the rows.
   *
   * @param gone rows that will not be written
   * @param screen says what becomes of vectors that cannot be searched, or {@code null}
   */
  public RecordBatch fill(RecordBatch rows, BitSet gone, @Nullable VectorScreen screen) {
    List<Column> columns = new ArrayList<>(rows.columns());
    boolean changed = false;
    for (int i = 0; i < columns.size(); i++) {
      Embedding embedding = rows.fields().get(i).embedding();
      if (embedding != null && columns.get(i).validity() != null) {
        columns.set(i, filled(rows, rows.fields().get(i), embedding, gone, screen));
        changed = true;
      }
    }
    return changed ? new RecordBatch(rows.fields(), rows.rowCount(), columns) : rows;
  }

  /**
   * Returns the vector to search a column with for a text.
   *
   * @throws InvalidRequest when the column has no embedding function, or the text is blank
   */
  public float[] query(Schema schema, String column, String text) {
    Field field = schema.field(column);
    Embedding embedding = field.embedding();
    if (embedding == null) {
      throw new InvalidRequest(
          "column '%s' has no embedding function; search it by a vector, or a text column by searchText"
              .formatted(column));
    }
    if (text.isBlank()) {
      throw new InvalidRequest("the text to search for is empty");
    }
    return calls(field, embedding).query(text);
  }

  /**
   * Returns the one column that can be searched by text.
   *
   * @throws InvalidRequest when there is none, or more than one
   */
  public static String onlyColumn(Schema schema) {
    List<String> names =
        schema.fields().stream().filter(f -> f.embedding() != null).map(Field::name).toList();
    if (names.size() == 1) {
      return names.getFirst();
    }
    throw new InvalidRequest(
        names.isEmpty()
            ? "no vector column has an embedding function; search one by a vector"
            : "name the column to search: " + String.join(", ", names));
  }

  /** Returns how the function of a column is called. */
  ModelCalls calls(Field field, Embedding embedding) {
    return new ModelCalls(field, embedding, functions.require(field, embedding), env);
  }

  private Column filled(
      RecordBatch rows,
      Field field,
      Embedding embedding,
      BitSet gone,
      @Nullable VectorScreen screen) {
    Column given = rows.column(field.name());
    NeededTexts needed = new NeededTexts(rows.rowCount());
    List<Column> sources = embedding.sources().stream().map(rows::column).toList();
    for (int row = 0; row < rows.rowCount(); row++) {
      boolean barred = gone.get(row) || (screen != null && screen.bars(field, row));
      if (given.isNull(row) && !barred) {
        needed.add(row, SourceTexts.of(sources, row));
      }
    }
    if (needed.texts().isEmpty()) {
      return given;
    }
    List<float[]> made = calls(field, embedding).documents(needed.texts(), needed::describe);
    return merged(field, embedding, given, needed, made, screen);
  }

  private static Column merged(
      Field field,
      Embedding embedding,
      Column given,
      NeededTexts needed,
      List<float[]> made,
      @Nullable VectorScreen screen) {
    List<float @Nullable []> sound = new ArrayList<>(made);
    for (int place = 0; place < made.size(); place++) {
      if (isRejected(field, embedding, needed, place, made.get(place), screen)) {
        sound.set(place, null);
      }
    }
    Column vectors = RowWriter.column(field, sound);
    ColumnBuilder merged = ColumnBuilder.of(field.type(), Allocator.heap());
    for (int row = 0; row < given.length(); row++) {
      int place = needed.placeOf(row);
      merged.appendRow(place < 0 ? given : vectors, place < 0 ? row : place);
    }
    return merged.view();
  }

  private static boolean isRejected(
      Field field,
      Embedding embedding,
      NeededTexts needed,
      int place,
      float[] vector,
      @Nullable VectorScreen screen) {
    if (screen == null) {
      requireHeld(field, embedding, vector, needed.describe(place, place + 1));
      return false;
    }
    String flaw = VectorFlaw.of(field, vector);
    if (flaw != null) {
      needed.rowsOf(place).forEach(row -> screen.reject(field, row, flaw));
    }
    return flaw != null;
  }

  /** Refuses a vector that the column cannot hold. */
  static void requireHeld(Field field, Embedding embedding, float[] vector, String what) {
    int wrong = VectorFlaw.firstNotHeld(((DataType.Vector) field.type()).element(), vector);
    if (wrong >= 0) {
      throw EmbeddingFailure.lasting(
          "%s could not be embedded by '%s' for column '%s'; nothing was done: it made %s at coordinate %d"
              .formatted(what, embedding.function(), field.name(), vector[wrong], wrong),
          null);
    }
  }
}
