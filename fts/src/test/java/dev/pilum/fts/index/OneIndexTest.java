package dev.pilum.fts.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.fts.TextQuery;
import dev.pilum.fts.TextQuery.Column;
import dev.pilum.fts.TextQuery.Minimum;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.schema.TextAnalysis;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows spread over segments and memory, some of them hidden, are found with the very scores and in
 * the very order that one index of all of them gives.
 */
class OneIndexTest {
  private static final String[] WORDS =
      ("graph search walks run running row rows segment quick fast vector 数据 数据库 检索 向量 database"
              + " index of the and text 全文")
          .split(" ");

  private static final TextFields FIELDS =
      new TextFields(
          List.of(
              new TextColumn(3, "title", TextAnalysis.DEFAULT),
              new TextColumn(5, "body", TextAnalysis.DEFAULT)));

  private static final List<Column> BOTH = List.of(new Column("title", 2), Column.of("body"));

  @TempDir Path folder;

  @Test
  void scoresAndOrderAreThoseOfOneIndex() {
    long seed = Long.getLong("seed", 20_261_121L);
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      try (Arena arena = Arena.ofShared()) {
        check(random, arena, "seed " + seed + ", round " + round);
      }
    }
  }

  private void check(Random random, Arena arena, String label) {
    Texts rows = randomRows(random, 1 + random.nextInt(200));
    List<Integer> cuts = new ArrayList<>(List.of(0, rows.rowCount()));
    IntStream.range(0, random.nextInt(4))
        .forEach(i -> cuts.add(1 + random.nextInt(rows.rowCount())));
    List<Integer> borders = cuts.stream().distinct().sorted().toList();
    List<TextPart> parts = new ArrayList<>();
    for (int i = 1; i < borders.size(); i++) {
      Texts part = rows.from(borders.get(i - 1), borders.get(i));
      boolean inMemory = i == borders.size() - 1;
      parts.add(new TextPart(inMemory ? grown(part, random) : inFile(part, random, arena), null));
    }
    TextSearcher many = new TextSearcher(FIELDS, parts);
    TextSearcher one = new TextSearcher(FIELDS, List.of(new TextPart(written(rows, arena), null)));
    Some some = Some.of(random, rows.rowCount());
    for (TextQuery query : queries(random)) {
      int k = 1 + random.nextInt(30);
      assertThat(flat(many.search(query, BOTH, k, null), borders))
          .as("%s, %s", label, query)
          .isEqualTo(flat(one.search(query, BOTH, k, null), List.of(0)));
      assertThat(flat(many.search(query, BOTH, k, some.cut(borders)), borders))
          .as("%s, %s, filtered", label, query)
          .isEqualTo(flat(one.search(query, BOTH, k, List.of(some)), List.of(0)));
    }
  }

  private static List<TextQuery> queries(Random random) {
    String text = words(random, 1 + random.nextInt(4));
    TextQuery match = TextQuery.match(text);
    return List.of(
        match,
        TextQuery.matchAll(text),
        match.in("body"),
        TextQuery.match(text, new Minimum.Percent(60)),
        TextQuery.phrase(words(random, 2)),
        TextQuery.phrase(words(random, 2), 3),
        TextQuery.prefix(words(random, 1).substring(0, 1)),
        TextQuery.fuzzy(words(random, 1), 1),
        TextQuery.match("据"),
        match.andNot(TextQuery.match(words(random, 1))),
        TextQuery.any(match.boost(3), TextQuery.match(words(random, 1)).in("title")));
  }

  /** Grows in steps, with views of fewer rows than there are left behind. */
  private static TextLeaf grown(Texts rows, Random random) {
    MemoryText memory = new MemoryText(FIELDS);
    for (int end = 1; end < rows.rowCount(); end += 1 + random.nextInt(20)) {
      assertThat(memory.view(rows.from(0, end)).rowCount()).isEqualTo(end);
    }
    Texts more = new Texts(new ArrayList<>(rows.rows()), 0);
    more.rows().addAll(randomRows(random, 10).rows());
    assertThat(memory.view(more).rowCount()).isEqualTo(rows.rowCount() + 10);
    return memory.view(rows);
  }

  /** Returns a file of analysed rows, or one made of an index in memory. */
  private TextLeaf inFile(Texts rows, Random random, Arena arena) {
    if (random.nextBoolean()) {
      return written(rows, arena);
    }
    DiskFileStore files = DiskFileStore.create(folder);
    String path = newPath(files);
    List<TextPart> parts = List.of(new TextPart(grown(rows, random), null));
    return opened(
        files,
        path,
        TextIndexFile.merge(files, path, FIELDS, parts, rows.textBytes(), () -> {}),
        rows,
        arena);
  }

  private TextLeaf written(Texts rows, Arena arena) {
    DiskFileStore files = DiskFileStore.create(folder);
    String path = newPath(files);
    return opened(
        files, path, TextIndexFile.write(files, path, FIELDS, rows, () -> {}), rows, arena);
  }

  private static String newPath(DiskFileStore files) {
    return "text-" + files.list("").size();
  }

  private static TextLeaf opened(
      DiskFileStore files, String path, TextIndexFile.Written written, Texts rows, Arena arena) {
    TextIndexHeader.verify(files, path);
    assertThat(files.list("")).as("what is left of building").noneMatch(n -> n.endsWith("ing"));
    return SegmentText.open(files, path, written, rows.rowCount(), FIELDS, arena);
  }

  private static List<String> flat(List<ScoredOrdinal> hits, List<Integer> starts) {
    return hits.stream()
        .map(hit -> starts.get(hit.part()) + hit.ordinal() + " " + hit.score())
        .toList();
  }

  private static Texts randomRows(Random random, int count) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(Arrays.asList(text(random, 4), text(random, 20)));
    }
    return new Texts(rows, random.nextBoolean() ? 0 : TextIndexFile.HEAP_BYTES + 1);
  }

  private static @Nullable String text(Random random, int most) {
    return random.nextInt(10) == 0 ? null : words(random, random.nextInt(most));
  }

  private static String words(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> WORDS[random.nextInt(WORDS.length)])
        .collect(Collectors.joining(random.nextBoolean() ? " " : ", "));
  }

  /**
   * Rows by chance.
   *
   * @param bits which
   * @param rowCount how many there are to choose from
   */
  private record Some(BitSet bits, int rowCount) implements SelectedOrdinals {
    static Some of(Random random, int rowCount) {
      BitSet bits = new BitSet();
      IntStream.range(0, rowCount).filter(row -> random.nextInt(3) > 0).forEach(bits::set);
      return new Some(bits, rowCount);
    }

    @Override
    public int count() {
      return bits.cardinality();
    }

    @Override
    public long word(int index) {
      long[] words = bits.toLongArray();
      return index < words.length ? words[index] : 0;
    }

    /** Returns the same rows for each part. */
    List<Some> cut(List<Integer> borders) {
      return IntStream.range(1, borders.size())
          .mapToObj(i -> cut(borders.get(i - 1), borders.get(i)))
          .toList();
    }

    private Some cut(int start, int end) {
      return new Some(bits.get(start, end), end - start);
    }
  }
}
