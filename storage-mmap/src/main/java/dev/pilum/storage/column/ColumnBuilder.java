package dev.pilum.storage.column;

import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that grows at its end. {@link #view()} shows what is there so far as a {@link Column}
 * that later appends do not change, so one thread may append while others read views handed to them
 * safely.
 *
 * <p>Which appending method fits follows from the type, and is asserted: whole numbers, dates,
 * times and timestamps take {@link #appendLong}; floating-point numbers {@link #appendDouble};
 * text, binary, decimals, UUIDs and vectors {@link #appendBytes}.
 */
public abstract sealed class ColumnBuilder
    permits BitsBuilder, FixedBuilder, VariableBuilder, RunsBuilder, StructBuilder {
  private final DataType type;
  private final Allocator allocator;
  private @Nullable BitBuffer validity;
  private int length;

  ColumnBuilder(DataType type, Allocator allocator) {
    this.type = type;
    this.allocator = allocator;
  }

  /** Returns an empty column of {@code type} whose buffers come from {@code allocator}. */
  public static ColumnBuilder of(DataType type, Allocator allocator) {
    return switch (Layout.of(type)) {
      case Layout.Bits b -> new BitsBuilder(type, allocator);
      case Layout.Fixed f -> new FixedBuilder(type, f.bytes(), allocator);
      case Layout.Dense d -> new FixedBuilder(type, d.bytes(), allocator);
      case Layout.Variable v -> new VariableBuilder(type, allocator);
      case Layout.Runs r -> new RunsBuilder(type, of(r.element(), allocator), allocator);
      case Layout.Side s ->
          new StructBuilder(
              type, s.fields().stream().map(f -> of(f, allocator)).toList(), allocator);
    };
  }

  /** Returns the type of the values. */
  public final DataType type() {
    return type;
  }

  /** Returns how many rows are there. */
  public final int length() {
    return length;
  }

  /** Returns the rows so far. */
  public final Column view() {
    MemorySegment bits = validity == null ? null : validity.segment();
    return new Column(type, length, bits, offsets(), values(), children());
  }

  /**
   * Makes room for {@code rows} more rows at once, as far as their size is known: whoever knows how
   * many come spares the copies, which memory of an arena keeps until it is closed.
   */
  public void reserve(int rows) {}

  /** Appends a row without a value. */
  public final void appendNull() {
    if (validity == null) {
      validity = new BitBuffer(allocator);
      validity.appendOnes(length);
    }
    appendEmpty();
    validity.append(false);
    length++;
  }

  /** Appends true or false. */
  public void appendBoolean(boolean value) {
    throw misfit("a boolean");
  }

  /** Appends a whole number, cut to the type's width: the caller has checked its range. */
  public void appendLong(long value) {
    throw misfit("a whole number");
  }

  /**
   * Appends {@code count} whole numbers of 64 bits: {@code first}, {@code first + step} and so on.
   */
  public void appendSequence(long first, long step, int count) {
    throw misfit("a sequence");
  }

  /** Appends a floating-point number, rounded to the type's width. */
  public void appendDouble(double value) {
    throw misfit("a floating-point number");
  }

  /**
   * Appends {@code lengthBytes} bytes of {@code source} as one value; of fixed-width types, exactly
   * the width.
   */
  public void appendBytes(MemorySegment source, long offsetBytes, long lengthBytes) {
    throw misfit("bytes");
  }

  /**
   * Ends a list whose elements have been appended to {@link #child} 0, or a struct whose fields
   * have all been appended.
   */
  public void endNested() {
    throw misfit("parts");
  }

  /** Returns the builder of a list's elements (0) or of a struct's field. */
  public ColumnBuilder child(int index) {
    throw misfit("parts");
  }

  /**
   * Appends {@code count} rows of {@code source}, which has the same type, from row {@code from}
   * on.
   */
  public final void appendRange(Column source, int from, int count) {
    assert source.type().equals(type) : source.type().describe() + " to " + type.describe();
    if (source.validity() == null) {
      appendPresent(source, from, count);
      present(count);
    } else {
      for (int row = from; row < from + count; row++) {
        appendRow(source, row);
      }
    }
  }

  /** Appends one row of {@code source}, which has the same type. */
  public final void appendRow(Column source, int row) {
    if (source.isNull(row)) {
      appendNull();
    } else {
      appendPresent(source, row, 1);
      present(1);
    }
  }

  /** Returns how many bytes the rows so far take, validity aside. */
  public abstract long sizeBytes();

  /** Makes room in the value buffers for a row that has no value. */
  abstract void appendEmpty();

  /** Copies rows known to have values; counting them is the caller's part. */
  abstract void appendPresent(Column source, int from, int count);

  @Nullable MemorySegment offsets() {
    return null;
  }

  @Nullable MemorySegment values() {
    return null;
  }

  List<Column> children() {
    return List.of();
  }

  /** Counts {@code count} rows whose values have just been written. */
  final void present(int count) {
    if (validity != null) {
      validity.appendOnes(count);
    }
    length += count;
  }

  private AssertionError misfit(String what) {
    return new AssertionError("a column of " + type.describe() + " takes no " + what);
  }
}
