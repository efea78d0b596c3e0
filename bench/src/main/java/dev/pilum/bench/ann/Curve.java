package dev.pilum.bench.ann;

import java.util.List;

/**
 * How speed falls as recall rises.
 *
 * @param points one for each breadth, in rising order of breadths
 */
public record Curve(List<Point> points) {
  /** Speed at a recall. */
  public record Point(double recall, double perSecond) {}

  /** Copies the points. */
  public Curve {
    points = List.copyOf(points);
  }

  /**
   * Returns the speed at a recall, by a straight line through the logarithms of speed between the
   * last point below and the first that reaches it. Where already the first point reaches it, that
   * point's speed, which the engine could exceed if one could ask for less; NaN where no point
   * does.
   */
  public double perSecondAt(double recall) {
    Point below = null;
    for (Point point : points) {
      if (point.recall >= recall) {
        return below == null ? point.perSecond : between(below, point, recall);
      }
      below = point;
    }
    return Double.NaN;
  }

  private static double between(Point below, Point above, double recall) {
    double part = (recall - below.recall) / (above.recall - below.recall);
    return Math.exp((1 - part) * Math.log(below.perSecond) + part * Math.log(above.perSecond));
  }
}
