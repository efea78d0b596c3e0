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
    int dimension = rows[0].length;
    MemorySegment memory = arena.allocate((long) rows.length * dimension * Float.BYTES, 64);
    for (int i = 0; i < rows.length; i++) {
      MemorySegment.copy(rows[i], 0, memory, FLOAT, (long) i * dimension * Float.BYTES, dimension);
    }
    return new VectorBlock(memory, Element.FLOAT32, dimension, rows.length);
  }

  /** Writes rows to a file and maps it, as a segment's vectors are; {@code arena} owns the map. */
  static VectorBlock mapped(float[][] rows, Path file, Arena arena) throws IOException {
    try (Arena copy = Arena.ofConfined();
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = block(rows, copy).vectors().asByteBuffer();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      MemorySegment map = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new VectorBlock(map, Element.FLOAT32, rows[0].length, rows.length);
    }
  }

  private static void scatter(float[] values, SplittableRandom random, double deviation) {
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (random.nextGaussian() * deviation);
    }
  }
}
