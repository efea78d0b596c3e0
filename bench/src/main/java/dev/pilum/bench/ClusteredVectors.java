package dev.pilum.bench;

import dev.pilum.hnsw.VectorBlock;
import dev.pilum.storage.schema.DataType.Vector.Element;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * A mixture of Gaussian clusters from a seed, half as wide as the centres are apart: hard enough
 * for recall to mean something, and the same on every machine.
 */
final class ClusteredVectors {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private ClusteredVectors() {}

  /**
   * Returns {@code rowCount} rows around centres that depend on their number and the dimension
   * alone.
   */
  static float[][] rows(int rowCount, int dimension, int clusters, long seed) {
    SplittableRandom centres = new SplittableRandom(dimension);
    float[][] centre = new float[clusters][dimension];
    for (float[] values : centre) {
      scatter(values, centres, 1);
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[rowCount][];
    for (int i = 0; i < rowCount; i++) {
      rows[i] = centre[random.nextInt(clusters)].clone();
      scatter(rows[i], random, 0.5);
    }
    return rows;
  }

  /** Copies rows to memory that {@code arena} owns. */
  static VectorBlock block(float[][] rows, Arena arena) {
    return block(rows, Element.FLOAT32, arena);
  }

  private static VectorBlock block(float[][] rows, Element element, Arena arena) {
    int dimension = rows[0].length;
    long rowBytes = element.bytesOf(dimension);
    MemorySegment memory = arena.allocate(rows.length * rowBytes, 64);
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < dimension; i++) {
        put(memory, element, r * rowBytes + element.bytesOf(i), rows[r][i]);
      }
    }
    return new VectorBlock(memory, element, dimension, rows.length);
  }

  private static void put(MemorySegment memory, Element element, long offset, float value) {
    switch (element) {
      case FLOAT32 -> memory.set(FLOAT, offset, value);
      case FLOAT16 -> memory.set(SHORT, offset, Float.floatToFloat16(value));
      case INT8 -> memory.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
      case BIT -> throw new IllegalArgumentException("bits are not clustered");
    }
  }

  /** Changes rows to what {@code element} can hold; for int8 they grow twenty times first. */
  static void round(float[][] rows, Element element) {
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] =
            switch (element) {
              case FLOAT32 -> row[i];
              case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(row[i]));
              case INT8 -> Math.clamp(Math.round(20 * row[i]), Byte.MIN_VALUE, Byte.MAX_VALUE);
              case BIT -> throw new IllegalArgumentException("bits are not clustered");
            };
      }
    }
  }

  /**
   * Writes rows that {@code element} can hold to a file and maps it, as a segment's vectors are;
   * {@code arena} owns the map.
   */
  static VectorBlock mapped(float[][] rows, Element element, Path file, Arena arena)
      throws IOException {
    try (Arena copy = Arena.ofConfined();
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = block(rows, element, copy).vectors().asByteBuffer();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      MemorySegment map = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new VectorBlock(map, element, rows[0].length, rows.length);
    }
  }

  private static void scatter(float[] values, SplittableRandom random, double deviation) {
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (random.nextGaussian() * deviation);
    }
  }
}
