package dev.pilum.hnsw;

/** A query as one-bit codes of rows are compared with it. One thread at a time. */
final class SignQuery {
  private final SignQuantizer quantizer;
  private final SignQuantizer.Turned turned;
  private final long[] planes;
  private float step;
  private float sum;

  SignQuery(SignQuantizer quantizer) {
    SignLayout layout = quantizer.layout();
    this.quantizer = quantizer;
    this.turned = new SignQuantizer.Turned(layout);
    this.planes = new long[SignKernels.PLANES * layout.words()];
  }

  /** Replaces the query. */
  void use(float[] query, CodeKernels coding, SignKernels kernels) {
    float inverseNorm = InverseNorms.ofSquare(InverseNorms.squaredNorm(query));
    quantizer.turn(query, inverseNorm, coding, kernels, turned);
    float largest = 0f;
    for (float coordinate : turned.turned) {
      largest = Math.max(largest, Math.abs(coordinate));
    }
    float steps = largest > 0f ? SignKernels.LARGEST / largest : 0f;
    int numbers = kernels.planes(turned.turned, steps, planes);
    // The sum of signs is the sum of u over pluses less that over minuses: twice the former less
    // all.
    float unit = largest / SignKernels.LARGEST * turned.size;
    step = 2f * unit;
    sum = unit * numbers;
  }

  /** Returns the query's numbers, as {@link SignKernels} has them. */
  long[] planes() {
    return planes;
  }

  /** Returns what one of these numbers stands for in a sum of signs, twice over. */
  float step() {
    return step;
  }

  /** Returns the sum of all of them, which is taken off. */
  float sum() {
    return sum;
  }

  /** Returns what the query adds to each of its distances. */
  float bias() {
    return turned.bias;
  }

  /** Returns how far the query is from the center. */
  float length() {
    return turned.size * (float) Math.sqrt(InverseNorms.squaredNorm(turned.turned));
  }
}
