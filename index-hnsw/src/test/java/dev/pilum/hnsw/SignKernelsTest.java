package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels over one-bit codes of both providers give the same numbers, at every length. */
class SignKernelsTest {

  private static final int[] DIMENSIONS = {1, 63, 64, 65, 127, 128, 129, 384, 784, 1024, 4096 + 3};

  static Stream<Arguments> kernels() {
    return Stream.of(
        Arguments.of("scalar", new ScalarSignKernels()),
        Arguments.of("simd", new SimdSignKernels()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void sumsAreThoseOfTheQueryWhereARowHasItsBits(String name, SignKernels kernels) {
    for (int dimension : DIMENSIONS) {
      SplittableRandom random = new SplittableRandom(dimension);
      SignLayout layout = new SignLayout(dimension);
      float[] query = values(random, layout.bits(), 7);
      long[] planes = new long[SignKernels.PLANES * layout.words()];
      kernels.planes(query, 1f, planes);
      for (int shift : new int[] {0, 1, 6, 40}) {
        byte[] array = new byte[shift + layout.codeBytes()];
        random.nextBytes(array);
        int expected = 0;
        for (int i = 0; i < layout.bits(); i++) {
          boolean plus = (array[shift + i / 8] >> i % 8 & 1) != 0;
          expected += plus ? (int) Math.rint(query[i]) : 0;
        }
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment rows = arena.allocate(array.length, 64);
          rows.copyFrom(MemorySegment.ofArray(array));
          assertThat(kernels.sum(planes, rows, shift)).isEqualTo(expected);
          assertThat(kernels.sum(planes, array, shift)).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void planesHoldTheRoundedNumbers(String name, SignKernels kernels) {
    SplittableRandom random = new SplittableRandom(3);
    for (int dimension : DIMENSIONS) {
      int bits = new SignLayout(dimension).bits();
      float[] values = values(random, bits, 2);
      long[] planes = new long[SignKernels.PLANES * bits / Long.SIZE];
      int sum = kernels.planes(values, 3.5f, planes);
      int expected = 0;
      for (int i = 0; i < bits; i++) {
        int number = 0;
        for (int p = 0; p < SignKernels.PLANES; p++) {
          int bit = (int) (planes[SignKernels.PLANES * (i / 64) + p] >>> i % 64) & 1;
          number += bit * (p == 3 ? -8 : 1 << p);
        }
        assertThat(number).isEqualTo((int) Math.rint(values[i] * 3.5f));
        expected += number;
      }
      assertThat(sum).isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void sumsOfABlockAreThoseOfItsRows(String name, SignKernels kernels) {
    for (int dimension : DIMENSIONS) {
      SplittableRandom random = new SplittableRandom(dimension);
      int words = new SignLayout(dimension).words();
      long[] planes = random.longs((long) SignKernels.PLANES * words).toArray();
      long[] blocks = random.longs(64L * words + 5).toArray();
      int[] sums = new int[64];
      kernels.sums(planes, blocks, 5, sums);
      for (int r = 0; r < 64; r++) {
        byte[] row = new byte[words * Long.BYTES];
        for (int w = 0; w < words; w++) {
          RowCodes.LONG_IN_ARRAY.set(row, w * Long.BYTES, blocks[5 + 64 * w + r]);
        }
        assertThat(sums[r]).isEqualTo(new ScalarSignKernels().sum(planes, row, 0));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void onlyRowsThatAreSurelyFartherAreFar(String name, SignKernels kernels) {
    SplittableRandom random = new SplittableRandom(5);
    int[] sums = random.ints(64, -300, 300).toArray();
    float[] biases = values(random, 70, 100);
    float[] factors = values(random, 70, 1);
    biases[6 + 3] = Float.NEGATIVE_INFINITY;
    biases[6 + 4] = Float.NaN;
    sums[5] = 3;
    biases[6 + 5] = 2.5f;
    factors[6 + 5] = -0.5f;
    long near = kernels.near(biases, factors, 6, sums, 0.25f, 4.25f, 0f);
    for (int r = 0; r < 64; r++) {
      float least = biases[6 + r] + factors[6 + r] * (0.25f * sums[r] + 4.25f);
      assertThat((near >>> r & 1) == 0).as("row %d, %s", r, least).isEqualTo(least > 0f);
    }
    assertThat(near >>> 3 & 7).as("infinitely near, no number, exactly there").isEqualTo(7);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void signsAreSetForWhatIsAboveZero(String name, SignKernels kernels) {
    for (int dimension : DIMENSIONS) {
      SignLayout layout = new SignLayout(dimension);
      float[] values = values(new SplittableRandom(dimension), layout.bits(), 2);
      values[0] = -0f;
      long[] words = new long[layout.words()];
      kernels.signs(values, words);
      for (int i = 0; i < values.length; i++) {
        assertThat((words[i / 64] >>> i % 64 & 1) != 0).isEqualTo(values[i] > 0);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void aHadamardTransformIsTheSumWithItsSigns(String name, SignKernels kernels) {
    for (int block : new int[] {1, 2, 4, 8, 16, 64, 256}) {
      float[] values = values(new SplittableRandom(block), 768, 1);
      float[] found = values.clone();
      kernels.hadamard(found, block);
      for (int i = 0; i < values.length; i++) {
        double expected = 0;
        int start = i / block * block;
        for (int j = 0; j < block; j++) {
          expected += (Integer.bitCount(i - start & j) % 2 == 0 ? 1 : -1) * values[start + j];
        }
        assertThat((double) found[i]).isCloseTo(expected, within(1e-4));
      }
      float[] other = values.clone();
      new ScalarSignKernels().hadamard(other, block);
      assertThat(found).as("the same bits, block " + block).isEqualTo(other);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void aRowPastTheEndThrowsInsteadOfReadingForeignMemory(String name, SignKernels kernels) {
    SignLayout layout = new SignLayout(100);
    long[] planes = new long[SignKernels.PLANES * layout.words()];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = arena.allocate(2L * layout.codeBytes());
      byte[] array = rows.toArray(ValueLayout.JAVA_BYTE);
      for (int offset : new int[] {-1, array.length - layout.tailOffset() + 1, 1 << 30}) {
        assertThatThrownBy(() -> kernels.sum(planes, rows, offset))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kernels.sum(planes, array, offset))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  /** Some of them halves, which are rounded to even numbers. */
  private static float[] values(SplittableRandom random, int count, int largest) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          random.nextInt(4) == 0
              ? random.nextInt(-2 * largest, 2 * largest + 1) / 2f
              : (random.nextFloat() * 2 - 1) * largest;
    }
    return values;
  }
}
