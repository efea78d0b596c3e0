package dev.pilum;

import dev.pilum.Plan.Actual;
import dev.pilum.Plan.Rows;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Draws plans as trees of text, alike in every language. */
final class PlanText {
  private static final double NANOS_PER_MILLI = 1e6;

  private final StringBuilder text = new StringBuilder();

  private PlanText() {}

  static String of(Plan plan) {
    PlanText drawing = new PlanText();
    drawing.draw(plan, "");
    return drawing.text.toString();
  }

  private void draw(Plan step, String margin) {
    line(step);
    List<Plan> inputs = step.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      boolean last = i == inputs.size() - 1;
      text.append('\n').append(margin).append(last ? "└─ " : "├─ ");
      draw(inputs.get(i), margin + (last ? "   " : "│  "));
    }
  }

  private void line(Plan step) {
    text.append(step.operator());
    if (!step.on().isEmpty()) {
      text.append(" on ").append(step.on());
    }
    if (!step.details().isEmpty()) {
      text.append(": ").append(String.join(", ", step.details()));
    }
    text.append(" => ").append(rows(step.rows()));
    Actual actual = step.actual();
    if (actual != null) {
      text.append(" [").append(actual(actual)).append(']');
    }
  }

  private static String rows(Rows rows) {
    String how =
        rows.least() == rows.most() ? "" : rows.expected() < rows.most() ? "about " : "at most ";
    String count = how + grouped(rows.expected());
    if (rows.of() < 0) {
      return count + (rows.expected() == 1 ? " row" : " rows");
    }
    String share = rows.of() == 0 ? "" : " (" + percent(rows.selectivity()) + ")";
    return count + " of " + grouped(rows.of()) + " rows" + share;
  }

  private static String percent(double share) {
    double percent = 100 * share;
    if (percent > 0 && percent < 0.01) {
      return "less than 0.01 %";
    }
    if (percent >= 99.5 && share < 1) {
      return "over 99 %";
    }
    String format =
        percent >= 10 || percent == 0 ? "%.0f %%" : percent >= 1 ? "%.1f %%" : "%.2f %%";
    return String.format(Locale.ROOT, format, percent);
  }

  private static String actual(Actual actual) {
    StringBuilder measured = new StringBuilder(grouped(actual.rows()));
    measured.append(actual.rows() == 1 ? " row" : " rows");
    Duration elapsed = actual.elapsed();
    if (elapsed != null) {
      measured.append(
          String.format(Locale.ROOT, " in %,.3f ms", elapsed.toNanos() / NANOS_PER_MILLI));
    }
    for (String note : actual.notes()) {
      measured.append("; ").append(note);
    }
    return measured.toString();
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
