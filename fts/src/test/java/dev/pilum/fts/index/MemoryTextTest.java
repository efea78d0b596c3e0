package dev.pilum.fts.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pilum.fts.TextQuery;
import dev.pilum.fts.TextQuery.Column;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTextTest {
  private static final TextFields FIELDS =
      new TextFields(
          List.of(
              new TextColumn(1, "title", TextAnalysis.DEFAULT),
              new TextColumn(2, "body", TextAnalysis.DEFAULT)));

  private static final Texts ROWS =
      new Texts(
          List.of(
              Arrays.asList("graph", "walk"),
              Arrays.asList("row", "walk"),
              Arrays.asList("vector", "walk"),
              Arrays.asList("graph", "walk")),
          0);

  @Test
  void aRowThatCannotBeIndexedOnceLeavesNothingBehind() {
    MemoryText index = new MemoryText(FIELDS);
    MemoryText.View before = index.view(ROWS.from(0, 1));
    assertThatIllegalStateException().isThrownBy(() -> index.view(new Failing(ROWS, 1)));
    assertThat(found(before, "title", "row")).isEmpty();
    assertThat(found(before, "title", "graph")).hasSize(1);
    MemoryText.View all = index.view(ROWS);
    MemoryText.View expected = new MemoryText(FIELDS).view(ROWS);
    for (String word : List.of("graph", "row", "vector")) {
      assertThat(found(all, "title", word)).isEqualTo(found(expected, "title", word));
    }
    assertThat(found(all, "body", "walk")).isEqualTo(found(expected, "body", "walk")).hasSize(4);
  }

  private static List<ScoredOrdinal> found(MemoryText.View view, String column, String word) {
    return new TextSearcher(FIELDS, List.of(new TextPart(view, null)))
        .search(TextQuery.match(word), List.of(Column.of(column)), 10, null);
  }

  /** Rows of which one has no text in its second column for want of memory, say. */
  private record Failing(TextRows rows, int row) implements TextRows {
    @Override
    public int rowCount() {
      return rows.rowCount();
    }

    @Override
    public long textBytes() {
      return rows.textBytes();
    }

    @Override
    public String text(int field, int ordinal) {
      if (field == 1 && ordinal == row) {
        throw new IllegalStateException("no memory");
      }
      return String.valueOf(rows.text(field, ordinal));
    }
  }
}
