package dev.pilum.fts.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.schema.TextAnalysis;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes a text index gives way while rows are analysed, and while indexes are merged. */
class GivingWayTest {
  private static final TextFields FIELDS =
      new TextFields(List.of(new TextColumn(3, "body", TextAnalysis.DEFAULT)));

  private static final int ROWS = 4_000;

  @TempDir Path folder;

  private final AtomicInteger given = new AtomicInteger();

  @Test
  void whereLuceneWorksInTheHeap() {
    check(0);
  }

  @Test
  void whereLuceneWorksInAFolder() {
    check(TextIndexFile.HEAP_BYTES + 1);
  }

  private void check(long textBytes) {
    DiskFileStore files = DiskFileStore.create(folder);
    Texts rows =
        new Texts(
            IntStream.range(0, ROWS)
                .mapToObj(i -> List.of("graph search row " + i + " segment number " + i % 97))
                .toList(),
            textBytes);
    TextIndexFile.Written written =
        TextIndexFile.write(files, "one", FIELDS, rows, given::incrementAndGet);
    assertThat(given.get()).isGreaterThan(ROWS / 16);
    try (Arena arena = Arena.ofShared()) {
      TextLeaf leaf = SegmentText.open(files, "one", written, ROWS, FIELDS, arena);
      List<TextPart> parts = List.of(new TextPart(leaf, null), new TextPart(leaf, null));
      given.set(0);
      written = TextIndexFile.merge(files, "two", FIELDS, parts, textBytes, given::incrementAndGet);
      long pages = written.lengthBytes() / 4_096;
      assertThat(given.get()).isGreaterThan((int) pages / 2);
      assertThat(pages).isGreaterThan(10);
    }
  }
}
