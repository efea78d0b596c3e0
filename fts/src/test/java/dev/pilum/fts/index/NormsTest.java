package dev.pilum.fts.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.schema.TextAnalysis;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every row has a norm, whatever its text: one row without makes Lucene keep those of all in a form
 * that takes much longer to read.
 */
class NormsTest {
  private static final TextFields FIELDS =
      new TextFields(List.of(new TextColumn(3, "body", TextAnalysis.DEFAULT)));

  private static final Texts ROWS = Texts.of("graph search", ". . .", null, "", "rows", null);

  private static final List<Long> LENGTHS = List.of(2L, 0L, 0L, 0L, 1L, 0L);

  @TempDir Path folder;

  @Test
  void rowsWithoutTermsHaveOneToo() throws IOException {
    TextLeaf memory = new MemoryText(FIELDS).view(ROWS);
    assertThat(norms(memory)).isEqualTo(LENGTHS);
    DiskFileStore files = DiskFileStore.create(folder);
    try (Arena arena = Arena.ofShared()) {
      TextIndexFile.Written written = TextIndexFile.write(files, "written", FIELDS, ROWS, () -> {});
      TextLeaf file = SegmentText.open(files, "written", written, ROWS.rowCount(), FIELDS, arena);
      assertThat(norms(file)).isEqualTo(LENGTHS);
      List<TextPart> parts = List.of(new TextPart(file, null), new TextPart(memory, null));
      TextIndexFile.Written merged =
          TextIndexFile.merge(files, "merged", FIELDS, parts, 100, () -> {});
      TextLeaf both = SegmentText.open(files, "merged", merged, 2 * ROWS.rowCount(), FIELDS, arena);
      List<Long> twice = new ArrayList<>(LENGTHS);
      twice.addAll(LENGTHS);
      assertThat(norms(both)).isEqualTo(twice);
    }
  }

  /** Returns the norms of the rows that have one. */
  private static List<Long> norms(TextLeaf leaf) throws IOException {
    String field = FIELDS.columns().getFirst().luceneName();
    NumericDocValues norms = leaf.reader().getNormValues(field);
    List<Long> found = new ArrayList<>();
    while (norms.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      found.add(norms.longValue());
    }
    return found;
  }
}
