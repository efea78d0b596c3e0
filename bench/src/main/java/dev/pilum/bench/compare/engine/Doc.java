package dev.pilum.bench.compare.engine;

/**
 * A row that every engine can keep.
 *
 * @param key different for each row, 0 or more
 * @param bucket from 0 to 999, what filters ask of
 * @param body text in English, perhaps empty
 * @param vector what is searched by cosine; shared, not copied
 */
public record Doc(int key, int bucket, String body, float[] vector) {
  /** How many buckets there are; each has about as many rows. */
  public static final int BUCKETS = 1_000;

  /** Returns the same row in another bucket. */
  public Doc in(int other) {
    return new Doc(key, other, body, vector);
  }
}
