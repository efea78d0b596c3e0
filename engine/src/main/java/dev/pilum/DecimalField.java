package dev.pilum;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says how many digits the decimals of a {@code BigDecimal} record component have. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface DecimalField {
  /** Returns how many digits in all, 1 to 38. */
  int precision();

  /** Returns how many of them stand behind the point, 0 to the precision. */
  int scale();
}
