package dev.pilum.formats.text;

import dev.pilum.Batch;
import dev.pilum.BatchBuilder;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.ReadBatch;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.spi.RowReader;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ForeignName;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Types are learned from rows, so some rows are read before the first is given away. A file is read twice, the first time to its end:
 * then no value can come that does not fit, and a bad line stops an import before anything is written. What can be read but once, and
 * a file where asked, gives a sample, which is kept until it is its turn.
 */

/** Gives the rows of a text types. */
final class TextReader implements RowReader {
  /** As many rows of a stream as types are learned from unless told. */
  private static final int SAMPLE_ROWS = 10_000;

  /** Characters of a sample, so that rows of long texts or vectors leave room in a small heap. */
  private static final long SAMPLE_CHARACTERS = 8 << 20;

  /**
   * Characters that the rows of a batch take in their file. On the heap, boxed and on their way
   * into columns, it may be five times that: an import of 50 MB of JSON with 1,024 coordinates a
   * row ends well in 48 MB.
   */
  private static final long BATCH_CHARACTERS = 4 << 20;

  private final LooseRows rows;
  private final Deque<LooseRow> sample;
  private final Map<String, Field> columns;
  private final Schema schema;
  private final FormatOptions options;
  private final RejectedRows rejected;
  private final List<String> notes;
  private final long rowCount;

  private TextReader(
      LooseRows rows,
      Deque<LooseRow> sample,
      Survey survey,
      FormatOptions options,
      RejectedRows rejected,
      long rowCount) {
    this.rows = rows;
    this.sample = sample;
    this.columns = survey.fields();
    this.schema = new Schema(List.copyOf(columns.values()), null);
    this.options = options;
    this.rejected = rejected;
    this.notes = survey.notes();
    this.rowCount = rowCount;
  }

  /** Opens the rows of one form of text from their start. */
  @FunctionalInterface
  interface Opener {
    LooseRows open(RejectedRows rejected);
  }

  static TextReader open(Input input, FormatOptions options, RejectedRows rejected, Opener opener) {
    boolean twice = input.path() != null && options.sampleRows() == FormatOptions.ALL_ROWS;
    return twice
        ? afterAllRows(options, rejected, opener)
        : afterSample(options, rejected, opener.open(rejected));
  }

  private static TextReader afterAllRows(
      FormatOptions options, RejectedRows rejected, Opener opener) {
    Survey survey = new Survey(options);
    long count;
    // The second reading takes them, once.
    RejectedRows first =
        rejected == RejectedRows.NONE ? rejected : (place, line, reason, text, cause) -> {};
    try (LooseRows all = opener.open(first)) {
      for (LooseRow row = all.next(); row != null; row = all.next()) {
        if (hasKey(row, options, all, first)) {
          survey.add(row);
          refuseUnfit(row, survey, all, first);
        }
      }
      count = all.passed();
    }
    return closingOnFailure(
        opener.open(rejected),
        rows -> new TextReader(rows, new ArrayDeque<>(), survey, options, rejected, count));
  }

  /** Where no row is rejected, finds values that do not fit before the first row is written. */
  private static void refuseUnfit(
      LooseRow row, Survey survey, LooseRows rows, RejectedRows rejected) {
    String flaw = rejected == RejectedRows.NONE ? survey.flaw(row) : null;
    if (flaw != null) {
      rejected.take(rows.place(row.line()), row.line(), flaw, row.text(), null);
    }
  }

  private static TextReader afterSample(
      FormatOptions options, RejectedRows rejected, LooseRows opened) {
    return closingOnFailure(
        opened,
        rows -> {
          Survey survey = new Survey(options);
          Deque<LooseRow> sample = new ArrayDeque<>();
          long wanted =
              options.sampleRows() == FormatOptions.ALL_ROWS ? SAMPLE_ROWS : options.sampleRows();
          long characters = 0;
          while (sample.size() < wanted && characters < SAMPLE_CHARACTERS) {
            LooseRow row = rows.next();
            if (row == null) {
              break;
            }
            sample.add(row);
            survey.add(row);
            characters += row.text().length();
          }
          return new TextReader(rows, sample, survey, options, rejected, -1);
        });
  }

  private static TextReader closingOnFailure(
      LooseRows rows, java.util.function.Function<LooseRows, TextReader> maker) {
    boolean made = false;
    try {
      TextReader reader = maker.apply(rows);
      made = true;
      return reader;
    } finally {
      if (!made) {
        rows.close();
      }
    }
  }

  @Override
  public List<Field> fields() {
    return schema.fields();
  }

  @Override
  public @Nullable ReadBatch next() {
    List<FittedRow> fitted = new ArrayList<>();
    long characters = 0;
    LooseRow last = null;
    while (fitted.size() < options.batchRows() && characters < BATCH_CHARACTERS) {
      LooseRow row = sample.isEmpty() ? rows.next() : sample.poll();
      if (row == null) {
        break;
      }
      last = row;
      characters += row.text().length();
      if (hasKey(row, options, rows, rejected)) {
        fit(row, fitted);
      }
    }
    return last == null || columns.isEmpty() ? null : batch(fitted, last.ordinal() + 1);
  }

  @Override
  public boolean tellsListsFromVectors() {
    return true;
  }

  @Override
  public long rowCount() {
    return rowCount;
  }

  @Override
  public long bytesRead() {
    return rows.bytesRead();
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public void close() {
    rows.close();
  }

  /**
   * A row whose values fit.
   *
   * @param values in the order of the columns
   */
  private record FittedRow(LooseRow row, List<@Nullable Object> values) {}

  private static boolean hasKey(
      LooseRow row, FormatOptions options, LooseRows rows, RejectedRows rejected) {
    String key = options.key();
    if (key == null) {
      return true;
    }
    Object value = row.values().get(key);
    for (Map.Entry<String, @Nullable Object> entry : row.values().entrySet()) {
      value =
          value == null && ForeignName.of(entry.getKey()).equals(key) ? entry.getValue() : value;
    }
    boolean empty = value instanceof CsvCell cell ? cell.text().isEmpty() : "".equals(value);
    if (value == null || empty) {
      String reason =
          "the row has no '%s', which is the key; add it or choose another key".formatted(key);
      rejected.take(rows.place(row.line()), row.line(), reason, row.text(), null);
      return false;
    }
    return true;
  }

  private void fit(LooseRow row, List<FittedRow> fitted) {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    int met = 0;
    for (Map.Entry<String, Field> column : columns.entrySet()) {
      Object value = row.values().get(column.getKey());
      met += value != null || row.values().containsKey(column.getKey()) ? 1 : 0;
      try {
        values.add(Fitting.fit(column.getValue().type(), value));
      } catch (InvalidRequest e) {
        reject(row, "column '%s': %s".formatted(column.getKey(), e.getMessage()), e);
        return;
      }
    }
    if (met < row.values().size()) {
      reject(
          row,
          "it has columns that no row had of which types were learned; name their types",
          null);
      return;
    }
    fitted.add(new FittedRow(row, values));
  }

  private void reject(LooseRow row, String reason, @Nullable Throwable cause) {
    rejected.take(rows.place(row.line()), row.line(), reason, row.text(), cause);
  }

  private ReadBatch batch(List<FittedRow> fitted, long end) {
    try {
      return batchOfFitting(fitted, end);
    } catch (InvalidRequest e) {
      List<FittedRow> good = new ArrayList<>();
      for (FittedRow row : fitted) {
        if (hasPlace(row)) {
          good.add(row);
        }
      }
      return batchOfFitting(good, end);
    }
  }

  /** Finds the rows with values that their types know but cannot hold, such as 300 in int8. */
  private boolean hasPlace(FittedRow row) {
    try {
      batchOfFitting(List.of(row), 0);
      return true;
    } catch (InvalidRequest e) {
      reject(row.row(), String.valueOf(e.getMessage()), e);
      return false;
    }
  }

  private ReadBatch batchOfFitting(List<FittedRow> fitted, long end) {
    BatchBuilder builder = new BatchBuilder(schema);
    for (int i = 0; i < schema.fields().size(); i++) {
      List<@Nullable Object> column = new ArrayList<>(fitted.size());
      for (FittedRow row : fitted) {
        column.add(row.values().get(i));
      }
      builder.values(schema.fields().get(i).name(), column);
    }
    Batch batch = builder.build();
    long[] ordinals = fitted.stream().mapToLong(row -> row.row().ordinal()).toArray();
    long[] lines = fitted.stream().mapToLong(row -> row.row().line()).toArray();
    return new ReadBatch(batch, ordinals, lines, end);
  }
}
