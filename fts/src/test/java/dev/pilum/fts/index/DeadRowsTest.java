package dev.pilum.fts.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.fts.TextQuery;
import dev.pilum.fts.TextQuery.Column;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.schema.TextAnalysis;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * However many rows are dead, the best of the others are found: those that remain when all rows are
 * ranked and the dead ones taken out. Few words in many short rows, so that most scores are shared
 * and Lucene passes over whole blocks.
 */
class DeadRowsTest {
  private static final String[] WORDS =
      "graph search walks rows segment quick fast vector database index text log".split(" ");

  private static final TextFields FIELDS =
      new TextFields(List.of(new TextColumn(3, "body", TextAnalysis.DEFAULT)));

  private static final List<Column> BODY = List.of(Column.of("body"));

  /** Enough that a frequent word has more rows than Lucene scores one by one. */
  private static final int IN_FILE = 6_000;

  private static final int IN_MEMORY = 1_500;

  @TempDir Path folder;

  @Test
  void theBestLiveRowsAreFound() {
    long seed = Long.getLong("seed", 20_261_130L);
    Random random = new Random(seed);
    try (Arena arena = Arena.ofShared()) {
      TextLeaf file = written(rows(random, IN_FILE), arena);
      TextLeaf memory = new MemoryText(FIELDS).view(rows(random, IN_MEMORY));
      TextSearcher all =
          new TextSearcher(FIELDS, List.of(new TextPart(file, null), new TextPart(memory, null)));
      for (double share : new double[] {0, 0.001, 0.02, 0.3, 0.6, 0.97, 1}) {
        Rows inFile = Rows.some(random, IN_FILE, 1 - share);
        Rows inMemory = Rows.some(random, IN_MEMORY, 1 - share);
        TextSearcher live =
            new TextSearcher(
                FIELDS, List.of(new TextPart(file, inFile), new TextPart(memory, inMemory)));
        check(all, live, List.of(inFile, inMemory), random, "seed " + seed + ", dead " + share);
      }
    }
  }

  private static void check(
      TextSearcher all, TextSearcher live, List<Rows> alive, Random random, String label) {
    Rows half = Rows.some(random, IN_FILE, 0.5);
    Rows tenth = Rows.some(random, IN_MEMORY, 0.1);
    List<Rows> selected = List.of(half.and(alive.getFirst()), tenth.and(alive.getLast()));
    for (TextQuery query : queries(random)) {
      List<ScoredOrdinal> ranked = all.search(query, BODY, IN_FILE + IN_MEMORY, null);
      for (int k : new int[] {1, 2, 10, 1 + random.nextInt(300), IN_FILE + IN_MEMORY + 1}) {
        assertThat(live.search(query, BODY, k, null))
            .as("%s, %s, best %d", label, query, k)
            .isEqualTo(best(ranked, alive, k));
        assertThat(live.search(query, BODY, k, selected))
            .as("%s, %s, best %d, filtered", label, query, k)
            .isEqualTo(best(ranked, selected, k));
      }
    }
  }

  private static List<TextQuery> queries(Random random) {
    TextQuery match = TextQuery.match(words(random, 1 + random.nextInt(4)));
    return List.of(
        TextQuery.match(words(random, 1)),
        match,
        TextQuery.matchAll(words(random, 2)),
        TextQuery.phrase(words(random, 2), 1),
        TextQuery.prefix("s"),
        TextQuery.fuzzy("fest", 1),
        match.andNot(TextQuery.match(words(random, 1))));
  }

  private static List<ScoredOrdinal> best(List<ScoredOrdinal> ranked, List<Rows> rows, int k) {
    return ranked.stream()
        .filter(hit -> rows.get(hit.part()).bits.get(hit.ordinal()))
        .limit(k)
        .toList();
  }

  private TextLeaf written(Texts rows, Arena arena) {
    DiskFileStore files = DiskFileStore.create(folder);
    TextIndexFile.Written written = TextIndexFile.write(files, "text", FIELDS, rows, () -> {});
    return SegmentText.open(files, "text", written, rows.rowCount(), FIELDS, arena);
  }

  private static Texts rows(Random random, int count) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(List.of(words(random, random.nextInt(8))));
    }
    return new Texts(rows, 0);
  }

  private static String words(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> WORDS[(int) (WORDS.length * random.nextDouble() * random.nextDouble())])
        .collect(Collectors.joining(" "));
  }

  /**
   * Rows by chance.
   *
   * @param bits which
   * @param words the same, 64 at a time
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody changes it
  private record Rows(BitSet bits, long[] words) implements SelectedOrdinals {
    static Rows some(Random random, int rowCount, double share) {
      BitSet bits = new BitSet();
      IntStream.range(0, rowCount).filter(row -> random.nextDouble() < share).forEach(bits::set);
      return new Rows(bits, bits.toLongArray());
    }

    Rows and(Rows others) {
      BitSet both = (BitSet) bits.clone();
      both.and(others.bits);
      return new Rows(both, both.toLongArray());
    }

    @Override
    public int count() {
      return bits.cardinality();
    }

    @Override
    public long word(int index) {
      return index < words.length ? words[index] : 0;
    }
  }
}
