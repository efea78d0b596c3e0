package dev.pilum.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our decompressors against others' compressors. */
class DecompressionTest {
  private static final int[] SIZES = {
    0, 1, 7, 100, 255, 256, 1_000, 4_096, 65_535, 65_536, 131_072, 131_073, 400_000, 1_500_000
  };

  @ParameterizedTest
  @ValueSource(ints = {-5, 1, 2, 3, 5, 7, 9, 12, 15, 19})
  void zstdOfAnyLevelComesBack(int level) {
    for (int size : SIZES) {
      for (int kind = 0; kind < 6; kind++) {
        byte[] plain = bytes(new Random(size * 31L + kind), size, kind);
        byte[] packed = Zstd.compress(plain, level);
        byte[] target = new byte[size];
        assertThat(new ZstdFrame(packed, 0, packed.length, target).decompress())
            .as("size %d kind %d", size, kind)
            .isEqualTo(size);
        assertThat(Arrays.equals(target, plain))
            .as("size %d kind %d level %d", size, kind, level)
            .isTrue();
      }
    }
  }

  @Test
  void lz4FramesComeBack() throws IOException {
    // The compressor is the slow part, by far.
    for (int size : new int[] {0, 1, 7, 100, 255, 256, 1_000, 4_096}) {
      for (int kind = 0; kind < 6; kind++) {
        byte[] plain = bytes(new Random(size * 31L + kind), size, kind);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (FramedLZ4CompressorOutputStream out = new FramedLZ4CompressorOutputStream(packed)) {
          out.write(plain);
        }
        byte[] target = new byte[size];
        assertThat(new Lz4Frame(packed.toByteArray(), 0, packed.size(), target).decompress())
            .isEqualTo(size);
        assertThat(Arrays.equals(target, plain)).as("size %d kind %d", size, kind).isTrue();
      }
    }
  }

  @Test
  void damagedInputEndsInAnErrorOrInOtherBytesAndNothingElse() throws IOException {
    Random random = new Random(3);
    byte[] plain = bytes(random, 3_000, 2);
    ByteArrayOutputStream lz4 = new ByteArrayOutputStream();
    try (FramedLZ4CompressorOutputStream out = new FramedLZ4CompressorOutputStream(lz4)) {
      out.write(plain);
    }
    byte[] zstd = Zstd.compress(plain, 5);
    for (int round = 0; round < 20_000; round++) {
      byte[] hurtZstd = hurt(random, zstd);
      survives(
          () -> new ZstdFrame(hurtZstd, 0, hurtZstd.length, new byte[plain.length]).decompress());
      byte[] hurtLz4 = hurt(random, lz4.toByteArray());
      survives(() -> new Lz4Frame(hurtLz4, 0, hurtLz4.length, new byte[plain.length]).decompress());
    }
  }

  private static void survives(Runnable decompression) {
    try {
      decompression.run();
    } catch (IllegalArgumentException | IndexOutOfBoundsException expected) {
      assertThat(expected).isNotNull();
    }
  }

  private static byte[] hurt(Random random, byte[] sound) {
    byte[] hurt =
        Arrays.copyOf(sound, random.nextInt(4) == 0 ? random.nextInt(sound.length) : sound.length);
    for (int i = random.nextInt(3); i >= 0 && hurt.length > 0; i--) {
      hurt[random.nextInt(Math.min(hurt.length, random.nextBoolean() ? 40 : hurt.length))] =
          (byte) random.nextInt();
    }
    return hurt;
  }

  /** Noise, zeros, words, few symbols, small numbers of 32 bits, noise with repeats far back. */
  private static byte[] bytes(Random random, int size, int kind) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] =
          switch (kind) {
            case 0 -> (byte) random.nextInt();
            case 1 -> 0;
            case 2 ->
                (byte)
                    "the quick brown fox jumps over the lazy dog"
                        .charAt(Math.abs((int) (random.nextGaussian() * 9)) % 43);
            case 3 -> (byte) (random.nextInt(10) == 0 ? 'b' : 'a');
            case 4 -> (byte) ((i & 3) == 0 ? random.nextInt() : 0);
            default ->
                i < 3_000 || random.nextInt(50) == 0 ? (byte) random.nextInt() : bytes[i - 2_999];
          };
    }
    return bytes;
  }
}
