package dev.pilum;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a table's columns that are made together, as one version ({@link Table#alter}). They
 * are noted in the order of the calls, each meeting what those before it did; nothing happens
 * before {@link #apply}.
 *
 * <p>Other columns are not written again: dropping, renaming and allowing nulls change the manifest
 * only, a column that is added or widened gets one new file in each segment. What one thread
 * collects no other may touch.
 */
public interface Alteration {
  /** Adds a column at the end, null in all rows there are. */
  default Alteration add(Field field) {
    return add(field, Fill.nulls());
  }

  /**
   * Adds a column at the end. It gets a graph, zone maps and a text index as others do, a graph in
   * the background.
   *
   * @param field name, type, whether it may be null, metadata; its id is the table's to give
   * @param fill what the rows there are have in it; rows to come say it themselves
   * @throws dev.pilum.storage.error.InvalidRequest when the name is taken, or {@code fill} does not
   *     fit
   */
  Alteration add(Field field, Fill fill);

  /**
   * Takes a column away, its graphs and indexes too. Versions that are kept go on showing it; else
   * its values go with the next merge. Another column of that name begins empty.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when it is the key, or the only column
   */
  Alteration drop(String column);

  /** Gives a column another name; also the key. Older versions keep the name that it had. */
  Alteration rename(String column, String name);

  /**
   * Gives a column a type that has all its values: int8, int16 and int32 and the unsigned ones a
   * wider integer; those of up to 16 bits float32 or float64, all of up to 32 bits float64; float16
   * and float32 a wider one; a date a timestamp without zone, midnight.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the type does not have all values, or the
   *     column is the key
   */
  Alteration widen(String column, DataType type);

  /** Lets rows be without a value in a column that is not the key. */
  Alteration allowNulls(String column);

  /**
   * Sets how text is searched, or that it is ({@code null}: no more); the text of all rows is
   * indexed anew.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the column is not text
   */
  Alteration text(String column, @Nullable TextAnalysis analysis);

  /**
   * Sets words kept with a column, in place of those there are; what Pilum itself says there, such
   * as the metric, stays.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the words speak of the metric, which graphs
   *     stand on: add a column that has another; or of text, for which there is {@link #text}
   */
  Alteration metadata(String column, Map<String, String> words);

  /** Has somebody hear how far the computation of columns has come. */
  Alteration onProgress(Progress progress);

  /**
   * Makes the changes, all or none; returns the version that they are, once it is durable and
   * visible. Waits for a merge under way. Values are computed on this thread while writers go on,
   * who are held only for the last rows, those that came meanwhile. Queries made before it and run
   * after it fail with a {@link dev.pilum.storage.error.Conflict} when a column was changed.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when a value does not fit, or nothing is to be
   *     changed; then nothing was
   */
  long apply();

  /** Hears how far the computation of columns has come. */
  @FunctionalInterface
  interface Progress {
    /**
     * Called by the thread that computes, after every few thousand rows; what it throws gives the
     * change up.
     */
    void rowsDone(long done, long total);
  }
}
