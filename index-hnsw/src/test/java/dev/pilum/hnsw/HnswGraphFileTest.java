package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HnswGraphFileTest {

  private static final String NAME = "graph";
  private static final int DIMENSION = 12;

  @TempDir Path folder;
  private FileStore files;

  @BeforeEach
  void openFolder() {
    files = DiskFileStore.open(folder);
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void anOpenedGraphIsTheOneThatWasBuilt(Metric metric) {
    float[][] rows = Vectors.clustered(3000, DIMENSION, 30, 1);
    rows[700] = rows[70].clone();
    rows[2900] = rows[70].clone();
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, DIMENSION, rows);
      HnswGraph built = Graphs.build(block, metric);
      long length = HnswGraphFile.write(files, NAME, built, block);
      assertThat(files.length(NAME)).isEqualTo(length);
      HnswGraph opened = HnswGraphFile.open(files, NAME, arena);
      assertThat(opened.shape()).isEqualTo(built.shape());
      assertSameGraph(built, opened);
      HnswGraphFile.verify(files, NAME);
    }
  }

  @Test
  void anEmptyGraphIsAFileLikeAnyOther() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.INT8, 3);
      HnswGraphFile.write(files, NAME, Graphs.build(block, Metric.COSINE), block);
      HnswGraph opened = HnswGraphFile.open(files, NAME, arena);
      assertThat(
              new HnswSearcher(opened, block)
                  .search(new float[3], 1, 10, null, new SearchScratch())
                  .count())
          .isZero();
      HnswGraphFile.verify(files, NAME);
    }
  }

  @ParameterizedTest
  @EnumSource(Codes.class)
  void everyFlippedBitIsFoundByVerifyAndNoneBreaksASearch(Codes codes) throws IOException {
    float[][] rows = Vectors.clustered(60, DIMENSION, 3, 2);
    rows[40] = rows[4].clone();
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, DIMENSION, rows);
      HnswGraphFile.write(files, NAME, Graphs.build(block, Metric.COSINE, codes), block);
      byte[] good = Files.readAllBytes(folder.resolve(NAME));
      SplittableRandom random = new SplittableRandom(3);
      for (int at = 0; at < good.length; at += 1 + random.nextInt(7)) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(folder.resolve("bad"), bad);
        assertThatThrownBy(() -> HnswGraphFile.verify(files, "bad"))
            .as("flip at " + at)
            .isInstanceOf(Corruption.class)
            .hasMessageContaining("bad");
        assertSearchIsHarmless(block, rows[0]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Codes.class)
  void aShortenedOrLengthenedFileIsNotOpened(Codes codes) throws IOException {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, Element.FLOAT32, DIMENSION, Vectors.uniform(50, DIMENSION, 4));
      HnswGraphFile.write(files, NAME, Graphs.build(block, Metric.L2, codes), block);
      byte[] good = Files.readAllBytes(folder.resolve(NAME));
      for (int length :
          new int[] {
            0, 1, 127, 143, 144, 1000, good.length - 1, good.length + 1, good.length + 64
          }) {
        Files.write(folder.resolve(NAME), Arrays.copyOf(good, length));
        assertThatThrownBy(() -> HnswGraphFile.open(files, NAME, arena))
            .isInstanceOf(Corruption.class);
      }
    }
  }

  @ParameterizedTest(name = "{2} at {1}, {0}")
  @CsvSource({
    "INT8, 8, 1",
    "INT8, 8, 3",
    "ONE_BIT, 8, 2",
    "ONE_BIT, 8, 4",
    "INT8, 12, 0",
    "INT8, 24, 3",
    "INT8, 28, -1",
    "INT8, 32, 0",
    "INT8, 32, 2147483647",
    "ONE_BIT, 32, 0",
    "ONE_BIT, 32, 2147483647",
    "ONE_BIT, 32, 200",
    "INT8, 36, -1",
    "INT8, 36, 2147483647",
    "ONE_BIT, 36, 2147483647",
    "INT8, 40, 51",
    "INT8, 44, 0",
    "INT8, 48, 0",
    "INT8, 48, 129",
    "ONE_BIT, 48, 128",
    "INT8, 52, -5",
    "INT8, 64, 50",
    "INT8, 64, -1",
    "INT8, 68, 32",
    "INT8, 72, -1",
    "INT8, 72, 2147483647",
    "INT8, 76, 0",
    "INT8, 76, 5",
    "INT8, 76, 8",
    "INT8, 76, 16",
    "ONE_BIT, 76, 0",
    "ONE_BIT, 76, 4",
    "ONE_BIT, 76, 12"
  })
  void aHeaderThatClaimsTheImpossibleIsNotBelieved(Codes codes, int offset, int value)
      throws IOException {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, Element.FLOAT32, DIMENSION, Vectors.uniform(50, DIMENSION, 4));
      HnswGraphFile.write(files, NAME, Graphs.build(block, Metric.L2, codes), block);
      ByteBuffer bytes =
          ByteBuffer.wrap(Files.readAllBytes(folder.resolve(NAME))).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putInt(offset, value);
      CRC32C crc = new CRC32C();
      crc.update(bytes.duplicate().limit(124));
      bytes.putInt(124, (int) crc.getValue());
      Files.write(folder.resolve(NAME), bytes.array());
      assertThatThrownBy(() -> HnswGraphFile.open(files, NAME, arena))
          .isInstanceOfSatisfying(
              Corruption.class,
              e -> {
                assertThat(e.file()).isEqualTo(NAME);
                assertThat(e.offsetBytes()).isBetween(0L, 80L);
              });
    }
  }

  @Test
  void aGraphWhoseLevelsDoNotFitIsWalkedInItsFileAlone() throws IOException {
    int rows = 600;
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, Element.FLOAT32, DIMENSION, Vectors.uniform(rows, DIMENSION, 4));
      HnswGraph built = Graphs.build(block, Metric.L2, Codes.INT8);
      HnswGraphFile.write(files, NAME, built, block);
      byte[] good = Files.readAllBytes(folder.resolve(NAME));
      int lists = 128 + 8 * rows * 16;
      int low = built.firstUpperList(0) == HnswGraph.NONE ? 0 : 1;
      assertThat(built.firstUpperList(low)).isEqualTo(HnswGraph.NONE);
      int entryList = lists + 4 * built.entryOrdinal();
      assertThat(copiesLinks(good, 0, 0, block)).as("as it was").isTrue();
      assertThat(copiesLinks(good, 64, low, block)).as("entry").isFalse();
      assertThat(copiesLinks(good, entryList, built.upperListCount(), block)).isFalse();
      assertThat(copiesLinks(good, entryList, -2, block)).isFalse();
      assertThat(copiesLinks(good, lists + 4 * low, 0, block)).as("not ascending").isFalse();
      assertThat(copiesLinks(good, 128, rows, block)).as("a link").isFalse();
    }
  }

  private boolean copiesLinks(byte[] good, int offset, int value, VectorBlock block)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN);
    if (offset > 0) {
      bytes.putInt(offset, value);
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().limit(124));
    bytes.putInt(124, (int) crc.getValue());
    Files.write(folder.resolve("bad"), bytes.array());
    assertSearchIsHarmless(block, new float[DIMENSION]);
    try (Arena arena = Arena.ofShared()) {
      HnswGraph opened = HnswGraphFile.open(files, "bad", arena);
      HeapBudget budget = new HeapBudget(1 << 20);
      opened.copyToHeap(budget);
      boolean copied = opened.shortLinks() != null;
      long codeBytes = 600L * new CodeLayout(DIMENSION).rowBytes();
      assertThat(budget.takenBytes() > codeBytes).isEqualTo(copied);
      return copied;
    }
  }

  @ParameterizedTest
  @EnumSource(Codes.class)
  void anOpenedGraphKnowsItsCodes(Codes codes) {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, Element.FLOAT32, DIMENSION, Vectors.uniform(300, DIMENSION, 7));
      HnswGraph built = Graphs.build(block, Metric.DOT, codes);
      HnswGraphFile.write(files, NAME, built, block);
      HnswGraph opened = HnswGraphFile.open(files, NAME, arena);
      assertThat(opened.shape().parameters().codes()).isEqualTo(codes);
      assertThat(opened.codes() == null).isEqualTo(codes == Codes.NONE);
      assertSameGraph(built, opened);
      HnswGraphFile.verify(files, NAME);
    }
  }

  @Test
  void graphsOverInt8VectorsHaveNoCodes() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, Element.INT8, DIMENSION, Vectors.uniform(50, DIMENSION, 8));
      assertThat(Graphs.build(block, Metric.L2, Codes.INT8).shape().parameters().codes())
          .isEqualTo(Codes.NONE);
    }
  }

  @Test
  void aSearchAfterTheArenaWasClosedSaysSo() {
    try (Arena vectors = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(vectors, Element.FLOAT32, DIMENSION, Vectors.uniform(50, DIMENSION, 5));
      HnswGraphFile.write(files, NAME, Graphs.build(block, Metric.L2), block);
      Arena arena = Arena.ofShared();
      HnswSearcher searcher = new HnswSearcher(HnswGraphFile.open(files, NAME, arena), block);
      arena.close();
      assertThatThrownBy(
              () -> searcher.search(new float[DIMENSION], 1, 10, null, new SearchScratch()))
          .isInstanceOf(Closed.class);
    }
  }

  @Test
  void onlyABuiltGraphIsWrittenAndOnlyOverItsOwnBlockSearched() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, Element.FLOAT32, DIMENSION, Vectors.uniform(50, DIMENSION, 6));
      HnswGraphFile.write(files, NAME, Graphs.build(block, Metric.L2), block);
      HnswGraph opened = HnswGraphFile.open(files, NAME, arena);
      assertThatThrownBy(() -> HnswGraphFile.write(files, "other", opened, block))
          .isInstanceOf(InvalidRequest.class);
      VectorBlock other = new VectorBlock(block.vectors(), Element.FLOAT32, DIMENSION, 49);
      assertThatThrownBy(() -> new HnswSearcher(opened, other))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("49 rows");
    }
  }

  private void assertSearchIsHarmless(VectorBlock block, float[] query) {
    try (Arena arena = Arena.ofConfined()) {
      HnswSearcher searcher = new HnswSearcher(HnswGraphFile.open(files, "bad", arena), block);
      SearchScratch scratch = new SearchScratch();
      for (int onHeap = 0; onHeap < 2; onHeap++) {
        assertThatCode(() -> searcher.search(query, 5, 60, index -> -1L, scratch))
            .satisfiesAnyOf(
                e -> assertThat(e).isNull(), e -> assertThat(e).isInstanceOf(Corruption.class));
        assertThatCode(() -> searcher.search(query, 60, 60, null, scratch))
            .satisfiesAnyOf(
                e -> assertThat(e).isNull(), e -> assertThat(e).isInstanceOf(Corruption.class));
        searcher.copyToHeap(new HeapBudget(1 << 20));
      }
    } catch (PilumException e) {
      assertThat(e).isInstanceOf(Corruption.class);
    }
  }

  static void assertSameGraph(HnswGraph one, HnswGraph other) {
    assertThat(other.entryOrdinal()).isEqualTo(one.entryOrdinal());
    assertThat(other.topLevel()).isEqualTo(one.topLevel());
    assertThat(other.hasDuplicates()).isEqualTo(one.hasDuplicates());
    int[] links = new int[64];
    int[] otherLinks = new int[64];
    for (int ordinal = 0; ordinal < one.shape().rowCount(); ordinal++) {
      int count = one.copyLinks(0, ordinal, links);
      assertThat(other.copyLinks(0, ordinal, otherLinks)).isEqualTo(count);
      assertThat(Arrays.mismatch(links, 0, count, otherLinks, 0, count)).isEqualTo(-1);
      assertThat(other.nextDuplicate(ordinal)).isEqualTo(one.nextDuplicate(ordinal));
      if (one.shape().metric() == Metric.COSINE) {
        assertThat(other.inverseNorm(ordinal)).isEqualTo(one.inverseNorm(ordinal));
      }
    }
  }
}
