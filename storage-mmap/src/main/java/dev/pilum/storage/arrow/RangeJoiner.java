package dev.pilum.storage.arrow;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts ranges of rows one after another. Values become pieces that point to where they are; bits
 * and offsets are recomputed, unless they can be taken over as they are.
 */
final class RangeJoiner {
  private final Allocator allocator;

  RangeJoiner(Allocator allocator) {
    this.allocator = allocator;
  }

  ColumnPieces join(DataType type, List<ColumnRange> ranges) {
    assert ranges.stream().allMatch(r -> r.column().type().equals(type))
        : "ranges of another type than " + type.describe();
    return switch (Layout.of(type)) {
      case Layout.Bits b ->
          column(type, ranges, BufferPieces.EMPTY, bits(ranges, Bits.VALUES), List.of());
      case Layout.Fixed f ->
          column(type, ranges, BufferPieces.EMPTY, fixed(ranges, f.bytes()), List.of());
      case Layout.Dense d ->
          column(type, ranges, BufferPieces.EMPTY, fixed(ranges, d.bytes()), List.of());
      case Layout.Variable v ->
          column(type, ranges, offsets(type, ranges), text(ranges), List.of());
      case Layout.Runs r ->
          column(
              type,
              ranges,
              offsets(type, ranges),
              BufferPieces.EMPTY,
              List.of(elements(r.element(), ranges)));
      case Layout.Side s ->
          column(type, ranges, BufferPieces.EMPTY, BufferPieces.EMPTY, fields(s.fields(), ranges));
    };
  }

  private ColumnPieces column(
      DataType type,
      List<ColumnRange> ranges,
      BufferPieces offsets,
      BufferPieces values,
      List<ColumnPieces> children) {
    int length = length(ranges);
    int nulls = 0;
    for (ColumnRange range : ranges) {
      nulls += Bits.nullsIn(range);
    }
    BufferPieces validity = nulls == 0 ? BufferPieces.EMPTY : bits(ranges, Bits.VALIDITY);
    return new ColumnPieces(type, length, nulls, validity, offsets, values, children);
  }

  private static int length(List<ColumnRange> ranges) {
    long length = 0;
    for (ColumnRange range : ranges) {
      length += range.count();
    }
    return checked(length, "rows");
  }

  private BufferPieces bits(List<ColumnRange> ranges, Bits.Source source) {
    int length = length(ranges);
    MemorySegment joined = allocator.allocate((length + 7L) >>> 3);
    long at = 0;
    for (ColumnRange range : ranges) {
      Bits.copy(source.of(range.column()), range.from(), range.count(), joined, at);
      at += range.count();
    }
    return BufferPieces.of(joined.asSlice(0, (length + 7L) >>> 3));
  }

  private static BufferPieces fixed(List<ColumnRange> ranges, int width) {
    return new BufferPieces(
        (long) length(ranges) * width,
        Pieces.of(
            ranges,
            r -> r.column().bytes().asSlice((long) r.from() * width, (long) r.count() * width)));
  }

  private static BufferPieces text(List<ColumnRange> ranges) {
    long bytes = 0;
    for (ColumnRange range : ranges) {
      bytes += runLength(range);
    }
    return new BufferPieces(
        bytes,
        Pieces.of(
            ranges, r -> r.column().bytes().asSlice(r.column().startOf(r.from()), runLength(r))));
  }

  private ColumnPieces elements(DataType element, List<ColumnRange> ranges) {
    List<ColumnRange> runs = new ArrayList<>(ranges.size());
    for (ColumnRange range : ranges) {
      runs.add(
          new ColumnRange(
              range.column().children().getFirst(),
              range.column().startOf(range.from()),
              runLength(range)));
    }
    return join(element, runs);
  }

  private List<ColumnPieces> fields(List<DataType> types, List<ColumnRange> ranges) {
    List<ColumnPieces> fields = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      int place = i;
      fields.add(
          join(
              types.get(i),
              ranges.stream()
                  .map(r -> new ColumnRange(r.column().children().get(place), r.from(), r.count()))
                  .toList()));
    }
    return fields;
  }

  private BufferPieces offsets(DataType type, List<ColumnRange> ranges) {
    if (ranges.size() == 1 && startsAtZero(ranges.getFirst())) {
      ColumnRange only = ranges.getFirst();
      return BufferPieces.of(
          offsetsOf(only.column()).asSlice(4L * only.from(), 4 * (only.count() + 1L)));
    }
    MemorySegment joined = allocator.allocate(4 * (length(ranges) + 1L));
    long place = 4;
    long end = 0;
    for (ColumnRange range : ranges) {
      checked(end + runLength(range), "bytes or elements of a column of " + type.describe());
      copyOffsets(range, (int) end - range.column().startOf(range.from()), joined, place);
      place += 4L * range.count();
      end += runLength(range);
    }
    return BufferPieces.of(joined.asSlice(0, place));
  }

  private static boolean startsAtZero(ColumnRange range) {
    return range.column().startOf(range.from()) == 0;
  }

  /** Copies the ends of the range's runs, each moved by {@code shift}. */
  private static void copyOffsets(
      ColumnRange range, int shift, MemorySegment target, long placeBytes) {
    MemorySegment source = offsetsOf(range.column());
    for (int i = 0; i < range.count(); i++) {
      int end = source.get(Layout.INT, 4L * (range.from() + i + 1L));
      target.set(Layout.INT, placeBytes + 4L * i, end + shift);
    }
  }

  private static MemorySegment offsetsOf(Column column) {
    MemorySegment offsets = column.offsets();
    assert offsets != null : "no offsets in " + column.type().describe();
    return offsets;
  }

  private static int runLength(ColumnRange range) {
    return range.column().startOf(range.end()) - range.column().startOf(range.from());
  }

  private static int checked(long count, String what) {
    if (count > Integer.MAX_VALUE) {
      throw new InvalidRequest(
          what + ": " + count + " do not fit into one file, the most is " + Integer.MAX_VALUE);
    }
    return (int) count;
  }
}
