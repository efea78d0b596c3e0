package dev.pilum.hnsw;

/** The int8 code of one vector, spread out to be compared with rows. One thread at a time. */
final class Code {

  /** Components from -127 to 127, padded with zeros. */
  final short[] components;

  /** What the code approximates: the vector less the center. Not set when read from a row. */
  final float[] rest;

  /** What one step of a component is worth. */
  float scale;

  /** What the vector adds to each of its distances. */
  float bias;

  Code(CodeLayout layout) {
    components = new short[layout.paddedDimension()];
    rest = new float[layout.dimension()];
  }
}
