package dev.pilum.fts.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.apache.lucene.util.FixedBitSet;
import org.junit.jupiter.api.Test;

class LiveBitsTest {
  private static final long SEED = 0x5EED;

  @Test
  void aMaskTakesAwayWhatIsNotAliveWhereverItsWindowBegins() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; run < 500; run++) {
      int length = 1 + random.nextInt(400);
      long[] words = random.longs((length + 63) >>> 6).toArray();
      LiveBits alive = new LiveBits(new Rows(words), length);
      int from = random.nextInt(length);
      FixedBitSet some = new FixedBitSet(1 + random.nextInt(300));
      FixedBitSet expected = new FixedBitSet(some.length());
      for (int i = 0; i < Math.min(some.length(), length - from); i++) {
        if (random.nextInt(3) > 0) {
          some.set(i);
          if (alive.get(from + i)) {
            expected.set(i);
          }
        }
      }
      alive.applyMask(some, from);
      assertThat(some).as("run %d, seed %d", run, SEED).isEqualTo(expected);
    }
  }

  private static final class Rows implements SelectedOrdinals {
    private final long[] words;

    Rows(long[] words) {
      this.words = words;
    }

    @Override
    public int count() {
      throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public long word(int index) {
      return words[index];
    }
  }
}
