package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.lang.foreign.MemorySegment;

/** Codes one row or query after another and tells how far each is from its code. One thread. */
final class RowCoder {
  private final VectorBlock block;
  private final Metric metric;
  private final Quantizer quantizer;
  private final VectorKernels kernels;
  private final CodeKernels coding;
  private final CodeLayout layout;
  private final Code code;
  private final float[] vector;
  private final byte[] components;
  private float inverseNorm;
  private float error;
  private float length;

  RowCoder(VectorBlock block, Metric metric, Quantizer quantizer) {
    this.block = block;
    this.metric = metric;
    this.quantizer = quantizer;
    this.kernels = KernelProvider.forElement(block.element());
    this.coding = KernelProvider.forCodes();
    this.layout = new CodeLayout(block.dimension());
    this.code = new Code(layout);
    this.vector = new float[block.dimension()];
    this.components = new byte[layout.paddedDimension()];
  }

  /** Codes a row of the block. */
  void code(int ordinal) {
    long offset = ordinal * block.rowBytes();
    kernels.load(block.vectors(), offset, block.dimension(), vector);
    double square = kernels.squaredNorm(block.vectors(), offset, block.dimension());
    code(vector, InverseNorms.ofSquare(square), coding);
  }

  /** Codes a vector. */
  void code(float[] query, float newInverseNorm, CodeKernels with) {
    inverseNorm = newInverseNorm;
    quantizer.encode(query, newInverseNorm, with, code);
    measure();
  }

  /** Returns the last row of the block as float32. */
  float[] vector() {
    return vector;
  }

  /** Returns one over the length of the last vector. */
  float inverseNorm() {
    return inverseNorm;
  }

  /**
   * Returns how far the last vector, at length 1 for cosine, is from what its code says; infinity
   * where distances by code say nothing: of a zero vector by cosine, or where float32 has no scale.
   */
  float error() {
    return error;
  }

  /** Returns how far what the last code says is from the center. */
  float length() {
    return length;
  }

  /** Writes the last code; where it is not to be relied on, with negative infinity as its bias. */
  void put(MemorySegment target, long offset, boolean reliable) {
    if (!reliable) {
      code.scale = 0f;
      code.bias = Float.NEGATIVE_INFINITY;
    }
    RowCodes.put(code, components, layout, target, offset);
  }

  private void measure() {
    int codes = 0;
    for (short component : code.components) {
      codes += component * component;
    }
    length = (float) (code.scale * Math.sqrt(codes));
    boolean says =
        (metric != Metric.COSINE || inverseNorm > 0f)
            && (code.scale > 0f || InverseNorms.squaredNorm(code.rest) == 0);
    error = says ? (float) Math.sqrt(squaredError()) : Float.POSITIVE_INFINITY;
  }

  /** Four sums, for each addition waits for the one before it. */
  private double squaredError() {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 4 <= code.rest.length; i += 4) {
      a += squaredError(i);
      b += squaredError(i + 1);
      c += squaredError(i + 2);
      d += squaredError(i + 3);
    }
    for (; i < code.rest.length; i++) {
      a += squaredError(i);
    }
    return (a + b) + (c + d);
  }

  private double squaredError(int i) {
    double difference = code.rest[i] - code.scale * (double) code.components[i];
    return difference * difference;
  }
}
