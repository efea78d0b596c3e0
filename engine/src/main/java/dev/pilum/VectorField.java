package dev.pilum;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record component as a vector column: a {@code float[]}; a {@code byte[]}, whose
 * coordinates are int8, or packed bits where the element says so; a {@code boolean[]} or {@link
 * java.util.BitSet}, which are bits; a {@code float[][]} or {@code List<float[]>}, which are
 * several vectors in each row.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface VectorField {
  /** Returns how many coordinates each vector has, 1 to 65,536. */
  int dimension();

  /**
   * Returns how distances are measured; of bits by {@link Metric#HAMMING}, whatever stands here.
   */
  Metric metric() default Metric.COSINE;

  /**
   * Returns what the coordinates of a {@code float[]} are stored as: float32 or float16; {@link
   * Element#BIT} for a {@code byte[]} that holds eight to a byte.
   */
  Element element() default Element.FLOAT32;

  /**
   * Returns the embedding function that makes the vectors where rows bring none, as {@code
   * Embedding.parse} reads it, such as {@code minilm(title, body) batch 32}; empty for none.
   */
  String embedding() default "";
}
