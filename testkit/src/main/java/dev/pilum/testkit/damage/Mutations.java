package dev.pilum.testkit.damage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An endless stream of inputs for a parser, each made of one of a corpus by a few changes that a
 * seed draws: bits, bytes, numbers at the limits of integers, parts doubled, cut out, moved, or
 * taken from other inputs, and words of the parser's language. One thread.
 */
public final class Mutations {
  private static final int[] INTS = {
    0, 1, -1, 127, 128, 255, 256, 32_767, 65_535, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  /** Longer inputs are cut: what a parser does wrong it does wrong with less. */
  private static final int MOST_BYTES = 1 << 16;

  private static final int MOST_SHOWN_BYTES = 4_000;

  private final List<byte[]> corpus;
  private final List<byte[]> words;
  private final SplittableRandom random;

  /**
   * Draws inputs.
   *
   * @param corpus inputs that parse, at least one
   * @param words to be put in anywhere; may be empty
   */
  public Mutations(List<byte[]> corpus, List<byte[]> words, long seed) {
    this.corpus = List.copyOf(corpus);
    this.words = List.copyOf(words);
    this.random = new SplittableRandom(seed);
  }

  /** Draws texts: inputs are in UTF-8, mostly. */
  public static Mutations ofTexts(List<String> corpus, List<String> words, long seed) {
    return new Mutations(bytes(corpus), bytes(words), seed);
  }

  private static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Returns an input as it may stand in a test, its bytes as letters where they are some. */
  public static String shown(byte[] input) {
    StringBuilder text = new StringBuilder();
    for (byte b : Arrays.copyOf(input, Math.min(input.length, MOST_SHOWN_BYTES))) {
      text.append(b >= ' ' && b <= '~' ? String.valueOf((char) b) : "\\x%02x".formatted(b & 0xFF));
    }
    return text + (input.length > MOST_SHOWN_BYTES ? "... of " + input.length + " bytes" : "");
  }

  /** Returns the next input. */
  public byte[] next() {
    byte[] input = any(corpus).clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      input = changed(input);
    }
    return input.length > MOST_BYTES ? Arrays.copyOf(input, MOST_BYTES) : input;
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int end = at + random.nextInt(Math.min(64, input.length - at) + 1);
    return switch (random.nextInt(9)) {
      case 0 -> bitFlipped(input);
      case 1 -> byteSet(input);
      case 2 -> numberSet(input);
      case 3 -> spliced(input, at, end, new byte[0]);
      case 4 -> spliced(input, at, at, repeated(Arrays.copyOfRange(input, at, end)));
      case 5 -> Arrays.copyOf(input, at);
      case 6 -> spliced(input, at, end, part(any(corpus)));
      case 7 -> spliced(input, at, at, words.isEmpty() ? part(any(corpus)) : any(words));
      default -> spliced(input, at, end, words.isEmpty() ? part(any(corpus)) : any(words));
    };
  }

  private byte[] bitFlipped(byte[] input) {
    if (input.length > 0) {
      input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return input;
  }

  private byte[] byteSet(byte[] input) {
    if (input.length > 0) {
      input[random.nextInt(input.length)] = (byte) random.nextInt(256);
    }
    return input;
  }

  private byte[] numberSet(byte[] input) {
    if (input.length >= Integer.BYTES) {
      ByteOrder order = random.nextInt(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      ByteBuffer.wrap(input)
          .order(order)
          .putInt(random.nextInt(input.length - 3), INTS[random.nextInt(INTS.length)]);
    }
    return input;
  }

  /** Returns the input with {@code part} in place of what is between two places. */
  private static byte[] spliced(byte[] input, int from, int to, byte[] part) {
    byte[] result = new byte[input.length - (to - from) + part.length];
    System.arraycopy(input, 0, result, 0, from);
    System.arraycopy(part, 0, result, from, part.length);
    System.arraycopy(input, to, result, from + part.length, input.length - to);
    return result;
  }

  private byte[] repeated(byte[] part) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    for (int times = random.nextInt(8) == 0 ? 1_000 : 1; times > 0; times--) {
      result.writeBytes(part);
    }
    return result.toByteArray();
  }

  private byte[] part(byte[] of) {
    int from = random.nextInt(of.length + 1);
    return Arrays.copyOfRange(of, from, from + random.nextInt(Math.min(64, of.length - from) + 1));
  }

  private byte[] any(List<byte[]> of) {
    return of.get(random.nextInt(of.size()));
  }
}
