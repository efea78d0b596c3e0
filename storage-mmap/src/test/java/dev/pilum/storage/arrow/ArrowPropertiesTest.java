package dev.pilum.storage.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.schema.Field;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ArrowPropertiesTest {
  private static Path folder;
  private static DiskFileStore files;

  @BeforeContainer
  static void openStore() throws IOException {
    folder = Files.createTempDirectory("pilum-arrow");
    files = DiskFileStore.open(folder);
  }

  @AfterContainer
  static void removeStore() throws IOException {
    Files.delete(folder);
  }

  @Property(tries = 300)
  void anyRowsOfAnySchemaComeBackByteForByte(
      @ForAll long seed,
      @ForAll @IntRange(max = 130) int rowCount,
      @ForAll @DoubleRange(max = 1) double nullShare) {
    RandomBatches random = new RandomBatches(seed, nullShare);
    RecordBatch batch = random.batch(random.fields(6), rowCount);
    comesBack(BatchPieces.of(batch), batch);
  }

  @Property(tries = 300)
  void rangesJoinedIntoAFileEqualRowsAppendedOneByOne(
      @ForAll long seed,
      @ForAll @IntRange(max = 200) int rowCount,
      @ForAll @DoubleRange(max = 1) double nullShare) {
    RandomBatches random = new RandomBatches(seed, nullShare);
    List<Field> fields = random.fields(4);
    List<RecordBatch> sources =
        List.of(
            random.batch(fields, rowCount),
            random.batch(fields, rowCount / 3),
            random.batch(fields, 70));
    List<Cut> cuts = cuts(new Random(seed), sources);
    List<ColumnPieces> joined = new ArrayList<>();
    List<Column> appended = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      int place = i;
      List<ColumnRange> ranges =
          cuts.stream()
              .map(c -> new ColumnRange(c.batch().column(place), c.from(), c.count()))
              .toList();
      joined.add(ColumnPieces.join(fields.get(i).type(), ranges, Allocator.heap()));
      ColumnBuilder builder = ColumnBuilder.of(fields.get(i).type(), Allocator.heap());
      ranges.forEach(range -> builder.appendRange(range.column(), range.from(), range.count()));
      appended.add(builder.view());
    }
    int rows = appended.getFirst().length();
    comesBack(new BatchPieces(rows, joined), new RecordBatch(fields, rows, appended));
  }

  private record Cut(RecordBatch batch, int from, int count) {}

  /**
   * Rows in long and short runs, as compaction finds them between deleted ones; sometimes none at
   * all.
   */
  private static List<Cut> cuts(Random random, List<RecordBatch> sources) {
    List<Cut> cuts = new ArrayList<>();
    for (RecordBatch source : sources) {
      int from = random.nextInt(10);
      while (from < source.rowCount()) {
        int count =
            Math.min(random.nextInt(random.nextBoolean() ? 4 : 100), source.rowCount() - from);
        cuts.add(new Cut(source, from, count));
        from += count + random.nextInt(5);
      }
    }
    return cuts;
  }

  private static void comesBack(BatchPieces pieces, RecordBatch expected) {
    WrittenFile written =
        ArrowFileWriter.write(files, "file", ArrowSchema.of(expected.fields()), List.of(pieces));
    try (Arena arena = Arena.ofConfined()) {
      ArrowFileReader.verify(files, written);
      ArrowFile read = ArrowFileReader.open(files, "file", written.lengthBytes(), arena);
      assertThat(read.schema().fields()).isEqualTo(expected.fields());
      assertThat(RandomBatches.content(read.batch())).isEqualTo(RandomBatches.content(expected));
    } finally {
      files.delete("file");
    }
  }
}
