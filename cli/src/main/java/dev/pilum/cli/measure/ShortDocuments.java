package dev.pilum.cli.measure;

import dev.pilum.Row;
import dev.pilum.cli.measure.JudgedTexts.Text;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * As many short documents as are wanted, made of texts that there are: each a run of words of one
 * of them, drawn by chance, with a vector near that of the text. The same seed gives the same
 * documents. One thread at a time.
 */
public final class ShortDocuments {
  static final String ID = "id";
  static final String WORDS = "words";
  static final String VECTOR = "vector";
  static final long SEED = 0x7E47;

  /** About as long as a title or a sentence. */
  static final int WORDS_EACH = 20;

  /** How far a coordinate may be from the text's, as part of the vector's mean coordinate. */
  private static final float SPREAD = 0.5f;

  private final String source;
  private final List<Text> texts;
  private final List<String[]> words = new ArrayList<>();
  private final int dimension;
  private final SplittableRandom random = new SplittableRandom(SEED);

  /**
   * A query.
   *
   * @param words one to four words of a document
   * @param vector near that of the document, or {@code null} where there are none
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody changes it
  record Question(String words, float @Nullable [] vector) {}

  /**
   * Draws from texts.
   *
   * @param source what they are called in the result
   */
  public ShortDocuments(JudgedTexts judged, String source) {
    this.source = source;
    this.texts = judged.documents();
    this.dimension = judged.dimension();
    for (Text text : texts) {
      words.add(text.words().split("\\s+"));
    }
    if (texts.isEmpty()) {
      throw new InvalidRequest("there are no texts in '" + source + "'");
    }
  }

  /** Returns where documents come from. */
  String source() {
    return source;
  }

  /** Returns whether documents have vectors. */
  boolean haveVectors() {
    return dimension > 0;
  }

  /** Returns the columns of a table of documents. */
  Schema schema() {
    SchemaBuilder schema = Schema.builder().key(ID, Types.int64()).text(WORDS, "auto");
    return haveVectors() ? schema.vector(VECTOR, dimension, Metric.COSINE).build() : schema.build();
  }

  /** Draws a document. */
  Row document(long id) {
    int text = random.nextInt(texts.size());
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put(ID, id);
    row.put(WORDS, run(words.get(text), WORDS_EACH));
    if (haveVectors()) {
      row.put(VECTOR, near(text));
    }
    return Row.copyOf(row);
  }

  /** Draws a query of so many words. */
  Question question(int terms) {
    int text = random.nextInt(texts.size());
    return new Question(run(words.get(text), terms), haveVectors() ? near(text) : null);
  }

  private String run(String[] all, int count) {
    int from = random.nextInt(Math.max(1, all.length - count));
    int end = Math.min(all.length, from + count);
    return String.join(" ", List.of(all).subList(from, end));
  }

  private float[] near(int text) {
    float[] center = texts.get(text).vector();
    if (center == null) {
      throw new InvalidRequest("some texts in '" + source + "' have vectors, others have none");
    }
    float size = 0;
    for (float coordinate : center) {
      size += Math.abs(coordinate) / center.length;
    }
    float[] vector = center.clone();
    for (int i = 0; i < vector.length; i++) {
      vector[i] += SPREAD * size * (2 * random.nextFloat() - 1);
    }
    return vector;
  }
}
