package dev.pilum;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record component of type {@code String} as a text column, which full-text search finds.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface TextField {
  /**
   * Returns how the text becomes terms, as {@code TextAnalysis.parse} reads it: {@code auto},
   * {@code english}, {@code standard -stemming} and so on.
   */
  String analysis() default "auto";
}
