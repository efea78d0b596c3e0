package dev.pilum.formats.spi;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Metric;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What readers and writers are told.
 *
 * @param types types that are given rather than learned, by the column's name in the table
 * @param key name of the column without which a row is none, or {@code null}
 * @param vectorColumn name of the column of vectors, or {@code null}
 * @param metric how distances are measured there
 * @param sampleRows how many rows types are learned from; all of an input that can be read twice
 *     when it is {@link #ALL_ROWS}
 * @param csv how CSV looks
 * @param batchRows how many rows a batch has at most
 */
public record FormatOptions(
    Map<String, DataType> types,
    @Nullable String key,
    @Nullable String vectorColumn,
    Metric metric,
    long sampleRows,
    CsvForm csv,
    int batchRows) {
  /** All rows. */
  public static final long ALL_ROWS = Long.MAX_VALUE;

  /** Enough that a forced write costs little per row: 6 MiB of vectors of 384 coordinates. */
  public static final int BATCH_ROWS = 4_096;

  /** Nothing is given. */
  public static final FormatOptions DEFAULT =
      new FormatOptions(
          Map.of(), null, null, Metric.COSINE, ALL_ROWS, CsvForm.RFC_4180, BATCH_ROWS);

  public FormatOptions {
    types = Map.copyOf(types);
  }

  /** Returns the same with another form of CSV. */
  public FormatOptions withCsv(CsvForm form) {
    return new FormatOptions(types, key, vectorColumn, metric, sampleRows, form, batchRows);
  }
}
