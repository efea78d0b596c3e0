package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Code kernels of both providers give the same whole numbers, at every length and alignment. */
class CodeKernelsTest {

  static Stream<Arguments> kernels() {
    return Stream.of(
        Arguments.of("scalar", new ScalarCodeKernels()),
        Arguments.of("simd", new SimdCodeKernels()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void sumsAreThoseOfLongArithmetic(String name, CodeKernels kernels) {
    for (int dimension :
        new int[] {1, 31, 32, 33, 63, 64, 65, 100, 128, 160, 384, 4096 + 3, 65_536}) {
      for (long shift : new long[] {0, 1, 6, 40}) {
        check(kernels, new CodeLayout(dimension), shift, dimension + shift);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void theLargestSumsDoNotOverflow(String name, CodeKernels kernels) {
    CodeLayout layout = new CodeLayout(CodeLayout.MAX_DIMENSION);
    try (Arena arena = Arena.ofConfined()) {
      for (byte component : new byte[] {127, -127}) {
        MemorySegment row = arena.allocate(layout.rowBytes()).fill(component);
        Code query = new Code(layout);
        Arrays.fill(query.components, (short) 127);
        int expected = 127 * component * layout.dimension();
        int[] sums = new int[4];
        byte[] array = row.toArray(ValueLayout.JAVA_BYTE);
        assertThat(kernels.dot(query.components, row, 0)).isEqualTo(expected);
        assertThat(kernels.dot(query.components, array, 0)).isEqualTo(expected);
        kernels.dot4(query.components, row, 0, 0, 0, 0, sums);
        assertThat(sums).containsOnly(expected);
        assertThat(sums4(kernels, query.components, array, 0, 0, 0, 0)).containsOnly(expected);
        Arrays.fill(sums, 0);
        kernels.dotRun(query.components, array, 0, 0, 4, sums);
        assertThat(sums).containsOnly(expected);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void distancesOfRowsAnywhereAreThoseOfEachAndNearOnesAreTold(String name, CodeKernels kernels) {
    for (int dimension : new int[] {1, 25, 31, 32, 33, 64, 96, 128, 129, 384, 784, 4096 + 3}) {
      CodeLayout layout = new CodeLayout(dimension);
      SplittableRandom random = new SplittableRandom(dimension);
      byte[] rows = rows(random, layout, 100);
      short[] query = query(random, layout);
      for (int count : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 63, 64, 65, 100}) {
        int[] ordinals = random.ints(count, 0, 100).toArray();
        for (int spare : new int[] {0, 3, 16}) {
          check(kernels, layout, query, rows, ordinals, new float[count + spare]);
        }
      }
    }
  }

  private static byte[] rows(SplittableRandom random, CodeLayout layout, int count) {
    byte[] rows = new byte[count * layout.rowBytes()];
    MemorySegment segment = MemorySegment.ofArray(rows);
    for (int row = 0; row < count; row++) {
      int at = row * layout.rowBytes();
      for (int i = 0; i < layout.paddedDimension(); i++) {
        rows[at + i] = (byte) random.nextInt(-127, 128);
      }
      float infinite = row % 10 == 7 ? Float.POSITIVE_INFINITY : 1f;
      float negative = row % 20 == 7 ? -1f : 1f;
      segment.set(RowCodes.FLOAT, at + layout.scaleOffset(), infinite * random.nextFloat());
      segment.set(RowCodes.FLOAT, at + layout.biasOffset(), negative * infinite * row);
    }
    return rows;
  }

  private static short[] query(SplittableRandom random, CodeLayout layout) {
    short[] query = new short[layout.paddedDimension()];
    for (int i = 0; i < layout.dimension(); i++) {
      query[i] = (short) random.nextInt(-127, 128);
    }
    return query;
  }

  private static void check(
      CodeKernels kernels,
      CodeLayout layout,
      short[] query,
      byte[] rows,
      int[] ordinals,
      float[] distances) {
    int count = ordinals.length;
    CodeRoom room = new CodeRoom();
    float[] bounds = {Float.NaN, 0f, 1_000f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (float bound : bounds) {
      long near =
          kernels.distances(
              query, -2f, 3f, rows, layout.rowBytes(), ordinals, count, bound, room, distances);
      for (int i = 0; i < count; i++) {
        int at = ordinals[i] * layout.rowBytes();
        long tail = (long) RowCodes.LONG_IN_ARRAY.get(rows, at + layout.scaleOffset());
        int sum = new ScalarCodeKernels().dot(query, rows, at);
        assertThat(distances[i]).isNotNaN().isEqualTo(CodeKernels.distance(tail, -2f, 3f, sum));
        if (i < Long.SIZE) {
          assertThat((near >>> i & 1) != 0).isEqualTo(!(distances[i] > bound));
        }
      }
      assertThat(count < Long.SIZE ? near >>> count : 0).isZero();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void codesAreMadeComponentByComponent(String name, CodeKernels kernels) {
    SplittableRandom random = new SplittableRandom(0xC0DE);
    for (int dimension : new int[] {1, 3, 4, 7, 8, 9, 15, 16, 17, 33, 384, 4096 + 3}) {
      float[] vector = floats(random, dimension);
      float[] center = floats(random, dimension);
      float[] rest = new float[dimension];
      float largest = 0;
      float found = kernels.subtract(vector, 1.7f, center, rest);
      for (int i = 0; i < dimension; i++) {
        assertThat(rest[i]).isEqualTo(vector[i] * 1.7f - center[i]);
        largest = Math.max(largest, Math.abs(rest[i]));
      }
      assertThat(found).isEqualTo(largest);

      short[] components = new short[new CodeLayout(dimension).paddedDimension()];
      int squares = kernels.round(rest, 127f / largest, components);
      int expected = 0;
      for (int i = 0; i < dimension; i++) {
        assertThat(components[i]).isEqualTo((short) Math.rint(rest[i] * (127f / largest)));
        expected += components[i] * components[i];
      }
      assertThat(squares).isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void aRowPastTheEndThrowsInsteadOfReadingForeignMemory(String name, CodeKernels kernels) {
    CodeLayout layout = new CodeLayout(100);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = arena.allocate(2L * layout.rowBytes());
      short[] query = new short[layout.paddedDimension()];
      for (long offset : new long[] {-1, rows.byteSize() - query.length + 1, 1L << 40}) {
        assertThatThrownBy(() -> kernels.dot(query, rows, offset))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kernels.dot4(query, rows, 0, 0, 0, offset, new int[4]))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      byte[] array = rows.toArray(ValueLayout.JAVA_BYTE);
      for (int offset : new int[] {-1, array.length - query.length + 1, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> kernels.dot(query, array, offset))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kernels.dot4(query, array, 0, 0, 0, offset, new long[4]))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kernels.dotRun(query, array, offset, 0, 2, new int[2]))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      for (int ordinal : new int[] {-1, 2, Integer.MAX_VALUE / layout.rowBytes()}) {
        assertThatThrownBy(() ->
                kernels.distances(
                    query,
                    1f,
                    0f,
                    array,
                    layout.rowBytes(),
                    new int[] {0, ordinal},
                    2,
                    0f,
                    new CodeRoom(),
                    new float[2]))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  /** Some of them halves, which are rounded to even numbers. */
  private static float[] floats(SplittableRandom random, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = random.nextInt(4) == 0 ? random.nextInt(-20, 20) / 2f : random.nextFloat(20) - 10;
    }
    return floats;
  }

  private static void check(CodeKernels kernels, CodeLayout layout, long shift, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int length = layout.paddedDimension();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = arena.allocate(4L * layout.rowBytes() + shift, 64).asSlice(shift);
      for (long i = 0; i < rows.byteSize(); i++) {
        rows.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(-127, 128));
      }
      short[] query = new short[length];
      for (int i = 0; i < layout.dimension(); i++) {
        query[i] = (short) random.nextInt(-127, 128);
      }
      long stride = layout.rowBytes();
      int[] sums = new int[4];
      kernels.dot4(query, rows, 3 * stride, 0, stride, 2 * stride, sums);
      byte[] array = rows.toArray(ValueLayout.JAVA_BYTE);
      int bytes = (int) stride;
      int[] inArray = sums4(kernels, query, array, 3 * bytes, 0, bytes, 2 * bytes);
      int[] run = new int[4];
      int rowsInRun = (int) (seed % 5);
      kernels.dotRun(query, array, 0, bytes, rowsInRun, run);
      for (int i = 0; i < 4; i++) {
        long offset = (i + 3) % 4 * stride;
        short[] row = new short[length];
        kernels.load(rows, offset, row);
        long expected = 0;
        for (int c = 0; c < length; c++) {
          assertThat(row[c]).isEqualTo(rows.get(ValueLayout.JAVA_BYTE, offset + c));
          expected += (long) query[c] * row[c];
        }
        assertThat(sums[i]).isEqualTo((int) expected).isEqualTo(kernels.dot(query, rows, offset));
        assertThat(inArray[i]).isEqualTo((int) expected);
        assertThat(run[(i + 3) % 4]).isEqualTo((i + 3) % 4 < rowsInRun ? (int) expected : 0);
        assertThat(kernels.dot(query, array, (int) offset)).isEqualTo((int) expected);
      }
    }
  }

  private static int[] sums4(
      CodeKernels kernels, short[] query, byte[] array, int a, int b, int c, int d) {
    long[] halves = new long[4];
    kernels.dot4(query, array, a, b, c, d, halves);
    int excess = kernels.excess(query.length);
    return Arrays.stream(halves).mapToInt(both -> CodeKernels.sum(both, excess)).toArray();
  }
}
