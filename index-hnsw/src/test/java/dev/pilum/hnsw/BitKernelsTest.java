package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kernels over bits, at every awkward length and off every alignment, against bit by bit. */
class BitKernelsTest {
  static Stream<Arguments> kernels() {
    return Stream.of(
        Arguments.of("scalar", new ScalarBitKernels()), Arguments.of("simd", new SimdBitKernels()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void countsAreThoseOfEveryBitByItself(String name, BitKernels kernels) {
    int step = SimdBitKernels.STEP;
    int[] lengths = {
      0,
      1,
      2,
      7,
      8,
      9,
      15,
      16,
      17,
      24,
      step - 1,
      step,
      step + 1,
      step + 8,
      2 * step + 9,
      128,
      515,
      8192
    };
    for (int bytes : lengths) {
      for (long shift : new long[] {0, 1, 6}) {
        check(kernels, bytes, shift);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void aRowPastTheEndThrowsInsteadOfReadingForeignMemory(String name, BitKernels kernels) {
    try (Arena arena = Arena.ofConfined()) {
      int bytes = SimdBitKernels.STEP + 3;
      MemorySegment rows = arena.allocate(2L * bytes);
      long[] query = new PackedBits(bytes).words();
      for (long offset : new long[] {-1, bytes + 1, 1L << 40}) {
        assertThatThrownBy(() -> kernels.distance(query, rows, offset, bytes))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(
                () -> kernels.distances4(query, rows, 0, 0, offset, 0, bytes, new float[4]))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  private static void check(BitKernels kernels, int bytes, long shift) {
    SplittableRandom random = new SplittableRandom(31L * bytes + shift);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = arena.allocate(5L * bytes + shift + 1, 64).asSlice(shift);
      for (long i = 0; i < 5L * bytes; i++) {
        rows.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
      }
      float[] bits = new float[8 * bytes];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = bit(rows, 4L * bytes, i);
      }
      PackedBits packed = new PackedBits(bytes);
      packed.pack(bits);
      PackedBits copied = new PackedBits(bytes);
      copied.copy(rows, 4L * bytes);
      assertThat(copied.words()).isEqualTo(packed.words());
      float[] four = new float[4];
      kernels.distances4(packed.words(), rows, 0, 3L * bytes, bytes, 2L * bytes, bytes, four);
      int[] order = {0, 3, 1, 2};
      for (int i = 0; i < 4; i++) {
        long row = (long) order[i] * bytes;
        int differing = 0;
        for (int b = 0; b < bits.length; b++) {
          differing += bits[b] == bit(rows, row, b) ? 0 : 1;
        }
        assertThat(kernels.distance(packed.words(), rows, row, bytes)).isEqualTo(differing);
        assertThat(four[i]).isEqualTo(differing);
      }
    }
  }

  private static int bit(MemorySegment rows, long row, int i) {
    return (rows.get(ValueLayout.JAVA_BYTE, row + (i >>> 3)) >>> (7 - (i & 7))) & 1;
  }
}
