package dev.pilum.hnsw;

import static dev.pilum.hnsw.VectorKernels.LEAST_SQUARE;
import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.storage.schema.DataType.Vector.Element;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel, of both providers, at every awkward length and off every alignment, against sums in
 * double.
 */
class VectorKernelsTest {

  private static final double TOLERANCE = 1e-5;

  static Stream<Arguments> kernels() {
    return Stream.of(Element.values())
        .flatMap(element ->
            Stream.of(
                Arguments.of("scalar", new ScalarKernels(element), element),
                Arguments.of("simd", SimdKernels.forElement(element), element)));
  }

  static Stream<Arguments> float32Kernels() {
    return Stream.of(
        Arguments.of("scalar", new ScalarKernels(Element.FLOAT32)),
        Arguments.of("simd", SimdKernels.forElement(Element.FLOAT32)),
        Arguments.of("plain", new LaneOrderKernels(SimdLanes.LANES)));
  }

  private static int[] lengths() {
    return IntStream.concat(IntStream.rangeClosed(0, 200), IntStream.of(384, 4096 + 3)).toArray();
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("kernels")
  void sumsAgreeWithDoubleArithmetic(String name, VectorKernels kernels, Element element) {
    for (int dimension : lengths()) {
      for (long shift : new long[] {0, 1, 6}) {
        check(kernels, element, dimension, shift);
      }
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("kernels")
  void rowsOneBehindTheOtherHaveTheBitsOfEachAlone(
      String name, VectorKernels kernels, Element element) {
    for (int dimension : lengths()) {
      for (int count : new int[] {0, 1, 2, 5}) {
        checkRun(kernels, element, dimension, count);
      }
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("kernels")
  void rowsAreSelectedAsOneByOne(String name, VectorKernels kernels, Element element) {
    float[] special = {0f, -0f, 1f, -1f, Float.NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY};
    float[] bounds = {0.5f, 0f, -0f, -1f, Float.NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY};
    int lanes = SimdLanes.LANES;
    for (int count : new int[] {0, 1, lanes - 1, lanes, lanes + 1, 64, 4 * lanes + 3}) {
      float[] values = Vectors.uniform(1, count, count)[0];
      float[] squares = Vectors.uniform(1, count, count + 1L)[0];
      for (int i = 0; i < count; i += 3) {
        values[i] = special[i % special.length];
        squares[i] = i % 2 == 0 ? special[i / 3 % special.length] : squares[i];
      }
      for (float bound : bounds) {
        List<Integer> near = places(count, i -> !(values[i] > bound));
        assertThat(selected(count, places -> kernels.notAbove(bound, values, count, places)))
            .as("%d values, bound %s", count, bound)
            .isEqualTo(near);
        List<Integer> nearByCosine =
            places(
                count,
                i ->
                    !(2 * values[i] * Math.abs(2 * values[i]) < squares[i] * bound - LEAST_SQUARE));
        assertThat(
                selected(
                    count,
                    places -> kernels.notBelowCosine(bound, 2f, values, squares, count, places)))
            .as("%d cosines, bound %s", count, bound)
            .isEqualTo(nearByCosine);
      }
    }
  }

  private static List<Integer> places(int count, IntPredicate near) {
    return IntStream.range(0, count).filter(near).boxed().toList();
  }

  private static List<Integer> selected(int count, ToIntFunction<int[]> selection) {
    int[] places = new int[count];
    int found = selection.applyAsInt(places);
    return Arrays.stream(places, 0, found).boxed().toList();
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("kernels")
  void aRowPastTheEndThrowsInsteadOfReadingForeignMemory(
      String name, VectorKernels kernels, Element element) {
    try (Arena arena = Arena.ofConfined()) {
      int dimension = 2 * SimdLanes.LANES + 1;
      VectorBlock block =
          Vectors.block(arena, element, dimension, Vectors.uniform(2, dimension, 1));
      float[] query = new float[dimension];
      for (long offset : new long[] {-1, block.rowBytes() + 1, 1L << 40}) {
        assertThatThrownBy(() -> kernels.dot(query, block.vectors(), offset, dimension))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() ->
                kernels.squaredL2Of4(
                    query, block.vectors(), 0, 0, 0, offset, dimension, new float[4]))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() ->
                kernels.dotsAndNorms(
                    query,
                    block.vectors(),
                    offset,
                    block.rowBytes(),
                    2,
                    dimension,
                    new float[2],
                    new float[2]))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("kernels")
  void extremeStoredValuesAreReadExactly(String name, VectorKernels kernels, Element element) {
    float[] values =
        switch (element) {
          case FLOAT32 -> new float[] {0f, -0f, Float.MIN_VALUE, -1e38f, 1e-38f};
          case FLOAT16 -> new float[] {0f, -0f, 0x1p-24f, -0x1.ff8p-15f, 65504f, -65504f, 0x1p-14f};
          case INT8 -> new float[] {-128, 127, 0, 1, -1};
          case BIT -> new float[] {0, 1, 1, 0, 1};
        };
    int dimension = 3 * SimdLanes.LANES + 2;
    float[] row = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      row[i] = values[i % values.length];
    }
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, element, dimension, row);
      float[] loaded = new float[dimension];
      kernels.load(block.vectors(), 0, dimension, loaded);
      assertThat(loaded).isEqualTo(row);
      for (int i = 0; i < dimension; i++) {
        float[] unit = new float[dimension];
        unit[i] = 1f;
        assertThat(kernels.dot(unit, block.vectors(), 0, dimension)).isEqualTo(row[i] + 0f);
      }
    }
  }

  /** As plain arithmetic would: each component counts once, whichever vectors it is loaded in. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("float32Kernels")
  void oneValueThatIsNotFiniteDecidesTheSumWhereverItStands(String name, VectorKernels kernels) {
    for (int dimension = 1; dimension <= 70; dimension++) {
      for (int place = 0; place < dimension; place++) {
        for (float value : new float[] {Float.NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY}) {
          checkNotFinite(kernels, dimension, place, value);
        }
      }
    }
  }

  private static void checkNotFinite(VectorKernels kernels, int dimension, int place, float value) {
    float[] query = new float[dimension];
    Arrays.fill(query, 2f);
    float[] row = query.clone();
    row[place] = value;
    float square = value * value;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = Vectors.memory(arena, Element.FLOAT32, dimension, row, row);
      long next = 4L * dimension;
      float[] dots = new float[4];
      float[] distances = new float[4];
      kernels.dot4(query, rows, 0, next, 0, next, dimension, dots);
      kernels.squaredL2Of4(query, rows, 0, next, 0, next, dimension, distances);
      float[][] runs = new float[4][2];
      kernels.dots(query, rows, 0, next, 2, dimension, runs[0]);
      kernels.dotsAndNorms(query, rows, 0, next, 2, dimension, runs[1], runs[2]);
      kernels.squaredL2s(query, rows, 0, next, 2, dimension, runs[3]);
      assertThat(dots).as("dimension %d, place %d", dimension, place).containsOnly(value);
      assertThat(distances).containsOnly(square);
      assertThat(runs[0]).containsOnly(value);
      assertThat(runs[1]).containsOnly(value);
      assertThat(runs[2]).containsOnly(square);
      assertThat(runs[3]).containsOnly(square);
      float dot = kernels.dot(query, rows, next, dimension);
      float distance = kernels.squaredL2(query, rows, next, dimension);
      float norm = kernels.squaredNorm(rows, next, dimension);
      assertThat(new float[] {dot, distance, norm}).containsExactly(value, square, square);
    }
  }

  private static void check(VectorKernels kernels, Element element, int dimension, long shift) {
    try (Arena arena = Arena.ofConfined()) {
      float[] query = Vectors.uniform(1, dimension, dimension)[0];
      MemorySegment aligned =
          Vectors.memory(arena, element, dimension, Vectors.uniform(4, dimension, shift + 77));
      long rowBytes = element.bytesOf(dimension);
      MemorySegment rows = arena.allocate(aligned.byteSize() + shift, 64).asSlice(shift);
      rows.copyFrom(aligned);
      long[] at = {0, 3 * rowBytes, rowBytes, 2 * rowBytes};
      float[] dots = new float[4];
      float[] distances = new float[4];
      kernels.dot4(query, rows, at[0], at[1], at[2], at[3], dimension, dots);
      kernels.squaredL2Of4(query, rows, at[0], at[1], at[2], at[3], dimension, distances);
      for (int i = 0; i < 4; i++) {
        float[] row = new float[dimension];
        kernels.load(rows, at[i], dimension, row);
        checkRow(
            query,
            row,
            kernels.dot(query, rows, at[i], dimension),
            distances[i],
            kernels.squaredNorm(rows, at[i], dimension));
        assertThat(kernels.dot(query, rows, at[i], dimension))
            .as("one and four rows")
            .isEqualTo(dots[i]);
        assertThat(kernels.squaredL2(query, rows, at[i], dimension)).isEqualTo(distances[i]);
      }
    }
  }

  private static void checkRun(VectorKernels kernels, Element element, int dimension, int count) {
    try (Arena arena = Arena.ofConfined()) {
      float[] query = Vectors.uniform(1, dimension, dimension)[0];
      MemorySegment rows =
          Vectors.memory(arena, element, dimension, Vectors.uniform(count + 1, dimension, 5));
      long rowBytes = element.bytesOf(dimension);
      float[][] sums = new float[4][count];
      kernels.dots(query, rows, rowBytes, rowBytes, count, dimension, sums[0]);
      kernels.squaredL2s(query, rows, rowBytes, rowBytes, count, dimension, sums[1]);
      kernels.dotsAndNorms(query, rows, rowBytes, rowBytes, count, dimension, sums[2], sums[3]);
      for (int r = 0; r < count; r++) {
        long at = (r + 1) * rowBytes;
        float dot = kernels.dot(query, rows, at, dimension);
        assertThat(new float[] {sums[0][r], sums[1][r], sums[2][r], sums[3][r]})
            .as("row %d of %d, dimension %d", r, count, dimension)
            .containsExactly(
                dot,
                kernels.squaredL2(query, rows, at, dimension),
                dot,
                kernels.squaredNorm(rows, at, dimension));
      }
    }
  }

  private static void checkRow(
      float[] query, float[] row, float dot, float squaredL2, float squaredNorm) {
    double exactDot = 0;
    double magnitude = 0;
    double exactL2 = 0;
    double exactNorm = 0;
    for (int i = 0; i < row.length; i++) {
      double product = (double) query[i] * row[i];
      double difference = (double) query[i] - row[i];
      exactDot += product;
      magnitude += Math.abs(product);
      exactL2 += difference * difference;
      exactNorm += (double) row[i] * row[i];
    }
    assertThat((double) dot).isCloseTo(exactDot, within(TOLERANCE * magnitude));
    assertThat((double) squaredL2).isCloseTo(exactL2, within(TOLERANCE * exactL2));
    assertThat((double) squaredNorm).isCloseTo(exactNorm, within(TOLERANCE * exactNorm));
  }
}
