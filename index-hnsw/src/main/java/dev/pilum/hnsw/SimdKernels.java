package dev.pilum.hnsw;

import dev.pilum.storage.schema.DataType.Vector.Element;

/**
 * The SIMD implementation of {@link VectorKernels} for each element type. Loading it needs {@code
 * jdk.incubator.vector}.
 */
final class SimdKernels {

  private SimdKernels() {}

  /**
   * Returns the kernels for {@code element}; scalar ones where the machine's vectors are too narrow
   * to gain anything.
   */
  static VectorKernels forElement(Element element) {
    return switch (element) {
      case FLOAT32 -> new SimdFloat32Kernels();
      case FLOAT16 -> new SimdFloat16Kernels();
      // Four int8 components are 32 bits, which is no vector shape.
      case INT8 -> SimdLanes.LANES == 4 ? new ScalarKernels(element) : new SimdInt8Kernels();
      // Searches compare bits by BitKernels; what is left is to read a row now and then.
      case BIT -> new ScalarKernels(element);
    };
  }
}
