package dev.pilum.bench.ann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.bench.ann.Curve.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
  private final Curve curve =
      new Curve(List.of(new Point(0.9, 8_000), new Point(0.98, 2_000), new Point(1, 500)));

  @Test
  void betweenTwoPointsTheLogarithmOfSpeedIsAStraightLine() {
    assertThat(curve.perSecondAt(0.94)).isCloseTo(4_000, within(1e-6));
    assertThat(curve.perSecondAt(0.99)).isCloseTo(1_000, within(1e-6));
  }

  @Test
  void onAPointItIsThatPoint() {
    assertThat(curve.perSecondAt(0.98)).isCloseTo(2_000, within(1e-6));
    assertThat(curve.perSecondAt(1)).isCloseTo(500, within(1e-6));
  }

  @Test
  void belowTheFirstPointItIsTheFirst() {
    assertThat(curve.perSecondAt(0.5)).isEqualTo(8_000);
  }

  @Test
  void whereNoPointComesThereIsNoSpeed() {
    assertThat(new Curve(List.of(new Point(0.9, 8_000))).perSecondAt(0.95)).isNaN();
  }
}
