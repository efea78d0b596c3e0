package dev.pilum.testkit.damage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Makes damaged copies of one file: all there can be, or as many as wanted drawn from a seed. */
public final class Damages {
  private static final int PAGE_BYTES = 512;
  private static final int[] EXTENSIONS = {1, 8, PAGE_BYTES};
  private static final long[] LIMITS = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 1L << 32, 0};
  private static final int[] SMALL_LIMITS = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1};

  private final FileType type;
  private final byte[] original;
  private final int most;
  private final SplittableRandom random;

  /**
   * Damages one file.
   *
   * @param most how many of each kind; every one, where there are no more
   */
  public Damages(FileType type, byte[] original, int most, SplittableRandom random) {
    this.type = type;
    this.original = original;
    this.most = most;
    this.random = random;
  }

  /** Hands out damaged copies one by one; {@code others} are files of the same type. */
  public void forEach(List<byte[]> others, Consumer<Damage> consumer) {
    flip(consumer);
    truncate(consumer);
    extend(consumer);
    zero(consumer);
    some(
        others.size(),
        i -> {
          if (!Arrays.equals(others.get(i), original)) {
            consumer.accept(new Damage(Damage.Kind.SWAPPED, "swapped with " + i, others.get(i)));
          }
        });
    if (type != FileType.MARK) {
      limit(consumer);
    }
  }

  private void flip(Consumer<Damage> consumer) {
    some(
        content(),
        at -> {
          byte[] bytes = original.clone();
          bytes[at] ^= (byte) (1 << random.nextInt(8));
          consumer.accept(new Damage(Damage.Kind.FLIPPED, "flipped at " + at, bytes));
        });
  }

  private void truncate(Consumer<Damage> consumer) {
    some(
        content(),
        length ->
            consumer.accept(
                new Damage(
                    Damage.Kind.TRUNCATED, "cut to " + length, Arrays.copyOf(original, length))));
  }

  private void extend(Consumer<Damage> consumer) {
    some(
        2 * EXTENSIONS.length,
        i -> {
          int more = EXTENSIONS[i / 2];
          byte[] bytes = Arrays.copyOf(original, original.length + more);
          for (int at = original.length; i % 2 == 1 && at < bytes.length; at++) {
            bytes[at] = (byte) (1 + random.nextInt(255));
          }
          String what = i % 2 == 1 ? " bytes behind" : " zeros behind";
          consumer.accept(new Damage(Damage.Kind.EXTENDED, more + what, bytes));
        });
  }

  private void zero(Consumer<Damage> consumer) {
    some(
        (original.length + PAGE_BYTES - 1) / PAGE_BYTES,
        page -> {
          byte[] bytes = original.clone();
          int from = page * PAGE_BYTES;
          Arrays.fill(bytes, from, Math.min(bytes.length, from + PAGE_BYTES), (byte) 0);
          if (!Arrays.equals(bytes, original)) {
            consumer.accept(new Damage(Damage.Kind.ZEROED, "zeros from " + from, bytes));
          }
        });
  }

  /** Half of them in the first 256 bytes and the last 64, where lengths and counts are. */
  private void limit(Consumer<Damage> consumer) {
    some(content(), at -> limit(at, consumer));
    int head = Math.min(256, original.length);
    some(head, at -> limit(at, consumer));
    some(Math.min(64, original.length), at -> limit(original.length - 1 - at, consumer));
  }

  private void limit(int at, Consumer<Damage> consumer) {
    byte[] bytes = original.clone();
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean wide = random.nextBoolean();
    long value =
        wide
            ? LIMITS[random.nextInt(LIMITS.length)]
            : SMALL_LIMITS[random.nextInt(SMALL_LIMITS.length)];
    if (at + (wide ? 8 : 4) > bytes.length) {
      return;
    }
    if (wide) {
      view.putLong(at, value);
    } else {
      view.putInt(at, (int) value);
    }
    Checksums.mend(type, bytes, original);
    if (!Arrays.equals(bytes, original)) {
      String how = "%s %d at %d, checksums right".formatted(wide ? "long" : "int", value, at);
      consumer.accept(new Damage(Damage.Kind.HOSTILE, how, bytes));
    }
  }

  /** Returns where the zeros begin that a log keeps for what comes. */
  private int content() {
    int end = original.length;
    while (type == FileType.LOG && end > 0 && original[end - 1] == 0) {
      end--;
    }
    return end;
  }

  /** Calls for every number below {@code count}, or for {@link #most} drawn ones. */
  private void some(int count, IntConsumer action) {
    for (int i = 0; i < Math.min(count, most); i++) {
      action.accept(count <= most ? i : random.nextInt(count));
    }
  }
}
