package dev.pilum.storage.scalar;

import static dev.pilum.storage.scalar.Values.before;
import static dev.pilum.storage.scalar.Values.behind;
import static dev.pilum.storage.scalar.Values.longs;
import static dev.pilum.storage.scalar.Values.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueIndexTest {
  @TempDir private Path folder;

  @Test
  void orderedRowsAreThoseOfTheirValuesAndEqualOnesRise() {
    OrderedFile index = ordered(longs(5L, null, -1L, 5L, 3L));
    assertThat(IntStream.range(0, index.entries()).map(index::ordinal)).containsExactly(2, 4, 0, 3);
    assertThat(index.rank(Cut.before(new WideKey(5, 0)))).isEqualTo(2);
    assertThat(index.rank(Cut.behind(new WideKey(5, 0)))).isEqualTo(4);
    assertThat(index.rank(Cut.behind(new WideKey(4, 0)))).isEqualTo(2);
  }

  @Test
  void textsThatShareTheirBeginningAreToldApart() {
    String long1 = "https://example.org/a/very/long/path/1";
    String long2 = "https://example.org/a/very/long/path/2";
    OrderedFile index = ordered(texts(long2, "", long1, "a", "a\u0000", null, "漢"));
    assertThat(IntStream.range(0, index.entries()).map(index::ordinal))
        .containsExactly(1, 3, 4, 2, 0, 6);
    assertThat(index.rank(before(long2))).isEqualTo(4);
    assertThat(index.rank(behind(long2))).isEqualTo(5);
    assertThat(index.rank(behind("a"))).isEqualTo(2);
  }

  @Test
  void bothKindsFindTheRowsThatComparingFinds() {
    SplittableRandom random = new SplittableRandom(7);
    for (int values : new int[] {1, 3, 40, 5_000, 1_000_000}) {
      Long[] rows = new Long[70_000];
      Arrays.setAll(rows, i -> random.nextInt(20) == 0 ? null : (Long) random.nextLong(values));
      Column column = longs(rows);
      for (int i = 0; i < 10; i++) {
        long low = random.nextLong(values);
        long high = low + random.nextLong(values);
        BitSet expected = new BitSet();
        for (int row = 0; row < rows.length; row++) {
          expected.set(row, rows[row] != null && rows[row] >= low && rows[row] <= high);
        }
        if (i == 0) {
          assertThat(found(bitmaps(column), low, high, rows.length)).isEqualTo(expected);
        }
        assertThat(found(ordered(column), low, high, rows.length)).isEqualTo(expected);
      }
    }
  }

  @Test
  void rowsOfAListAreFoundByEachOfItsElementsOnce() {
    Column elements = texts("b", "a", "b", null, "c", "z");
    Column lists =
        new Column(
            new DataType.ListOf(elements.type()),
            4,
            null,
            MemorySegment.ofArray(new int[] {0, 3, 3, 5, 5}),
            null,
            List.of(elements));
    BitmapFile index = bitmaps(lists);
    assertThat(index.entries()).as("z belongs to no list").isEqualTo(3);
    assertThat(index.rows(0, 3)).isEqualTo(3);
    assertThat(collected(index, index.rank(before("b")), index.rank(behind("b")), 4))
        .isEqualTo(BitSet.valueOf(new long[] {0b0001}));
    assertThat(collected(index, index.rank(before("c")), index.rank(behind("c")), 4))
        .isEqualTo(BitSet.valueOf(new long[] {0b0100}));
  }

  @Test
  void anIndexOfOtherRowsIsNotBelieved() {
    Column column = longs(5L, null, -1L, 5L, 3L);
    Column other = longs(5L, null, 9L, 5L, 3L);
    long ordered = OrderedFile.write(store(), "o", column).lengthBytes();
    long bitmaps = BitmapFile.write(store(), "b", column).lengthBytes();
    Arena arena = Arena.ofAuto();
    assertThat(OrderedFile.open(store(), "o", ordered, column, arena).problem()).isNull();
    assertThat(OrderedFile.open(store(), "o", ordered, other, arena).problem()).isNotNull();
    assertThat(BitmapFile.open(store(), "b", bitmaps, column, arena).problem()).isNull();
    assertThat(BitmapFile.open(store(), "b", bitmaps, other, arena).problem()).isNotNull();
  }

  @Test
  void anIndexOfNothingIsEmpty() {
    assertThat(ordered(longs(null, null)).entries()).isZero();
    assertThat(bitmaps(longs(null, null)).entries()).isZero();
  }

  @Test
  void anOrderTakesFourBytesARowAndBitmapsOfFewValuesLess() {
    Long[] rows = new Long[100_000];
    SplittableRandom random = new SplittableRandom(1);
    Arrays.setAll(rows, i -> random.nextLong(8));
    assertThat(OrderedFile.write(store(), "o", longs(rows)).lengthBytes()).isEqualTo(400_036);
    assertThat(BitmapFile.write(store(), "b", longs(rows)).lengthBytes()).isLessThan(150_000);
  }

  private static BitSet found(ValueIndex index, long low, long high, int rowCount) {
    int from = index.rank(Cut.before(new WideKey(low, 0)));
    int to = index.rank(Cut.behind(new WideKey(high, 0)));
    BitSet found = collected(index, from, to, rowCount);
    assertThat((long) found.cardinality()).isEqualTo(index.rows(from, to));
    return found;
  }

  private static BitSet collected(ValueIndex index, int from, int to, int rowCount) {
    long[] words = new long[(rowCount + 63) >>> 6];
    index.collect(from, to, words);
    return BitSet.valueOf(words);
  }

  private OrderedFile ordered(Column column) {
    long length = OrderedFile.write(store(), "ordered", column).lengthBytes();
    try {
      return OrderedFile.open(store(), "ordered", length, column, Arena.ofAuto());
    } finally {
      store().delete("ordered");
    }
  }

  private BitmapFile bitmaps(Column column) {
    long length = BitmapFile.write(store(), "bitmaps", column).lengthBytes();
    try {
      return BitmapFile.open(store(), "bitmaps", length, column, Arena.ofAuto());
    } finally {
      store().delete("bitmaps");
    }
  }

  private DiskFileStore store() {
    return DiskFileStore.open(folder);
  }
}
