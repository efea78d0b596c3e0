package dev.pilum.bench.compare.report;

import dev.pilum.bench.compare.report.Report.Growth;
import dev.pilum.bench.compare.report.Report.Peer;
import dev.pilum.bench.compare.report.Report.Setting;
import java.util.List;

/** A report as Markdown tables. */
public final class MarkdownPage {
  private final Report report;
  private final StringBuilder page = new StringBuilder();

  private MarkdownPage(Report report) {
    this.report = report;
  }

  /** Returns the page. */
  public static String of(Report report) {
    return new MarkdownPage(report).write();
  }

  private String write() {
    setting(report.setting());
    headlines();
    notAhead();
    engines();
    everything();
    growth();
    spent();
    return page.toString();
  }

  private void setting(Setting setting) {
    page.append("# Pilum beside its peers\n\n")
        .append(setting.sentence())
        .append("\n\n    ")
        .append(setting.command())
        .append("\n\n")
        .append(ReadMe.TEXT)
        .append("\n");
  }

  private void headlines() {
    List<String> engines = report.measured();
    heading("The figures that users ask for first");
    header("", engines);
    for (Line line : report.firstLines()) {
      row(line.title(), engines.stream().map(engine -> headline(line, engine)).toList());
    }
    page.append(
            "\nIn brackets: recall of those searches. After it: how many times better Pilum is;")
        .append(" below 1 the peer is ahead.\n");
  }

  private void notAhead() {
    heading("Where Pilum is not ahead");
    List<NotAhead.Place> places = NotAhead.of(report);
    if (places.isEmpty()) {
      page.append("In none of these figures.\n");
      return;
    }
    header("", List.of("who is, and by how much", "why"));
    places.forEach(place -> row(place.title(), List.of(place.peers(), place.why())));
  }

  private static String headline(Line line, String engine) {
    Figure figure = line.figures().get(engine);
    if (figure == null || figure.median() == null) {
      return figure == null ? "-" : "- " + Notes.of(figure);
    }
    String text = Numbers.figure(figure, line.unit());
    return engine.equals(Line.PILUM)
        ? text
        : text + ", **" + Numbers.times(line.advantageOver(engine)) + "**";
  }

  private void engines() {
    heading("Engines");
    header("engine", List.of("version", "durability of a write, as seen", "breadth", "settings"));
    for (Peer peer : report.peers()) {
      String skipped = peer.skipped();
      row(
          peer.name(),
          skipped == null
              ? List.of(
                  peer.version(),
                  peer.durability(),
                  peer.breadth() == 0 ? "all rows" : Integer.toString(peer.breadth()),
                  peer.settings())
              : List.of("-", "-", "-", "skipped: " + skipped));
    }
  }

  private void everything() {
    List<String> engines = report.measured();
    heading("Everything");
    page.append(
        "Medians, recall in brackets, times that Pilum is better, the rounds from and to.\n\n");
    header("", engines);
    for (Line line : report.lines()) {
      row(line.title(), engines.stream().map(engine -> cell(line, engine)).toList());
    }
  }

  private static String cell(Line line, String engine) {
    Figure figure = line.figures().get(engine);
    if (figure == null || figure.median() == null) {
      return headline(line, engine);
    }
    String note = Notes.of(figure);
    return headline(line, engine)
        + "; "
        + Numbers.range(figure)
        + (note.isEmpty() ? "" : "; " + note);
  }

  private void growth() {
    if (report.growth().isEmpty()) {
      return;
    }
    heading("Growth");
    header("engine", List.of("figure", "rows: value", "exponent", "note"));
    for (Growth growth : report.growth()) {
      Double exponent = growth.exponent();
      String note = growth.note();
      row(
          growth.peer(),
          List.of(
              growth.title() + " (" + growth.unit().sign() + ")",
              String.join(
                  ", ",
                  growth.sizes().stream()
                      .map(size -> "%,d: %s".formatted(size.rows(), Numbers.shortly(size.value())))
                      .toList()),
              exponent == null ? "-" : Numbers.shortly(exponent),
              note == null ? "" : note));
    }
  }

  private void spent() {
    SpentTable table = SpentTable.of(report);
    if (table.rows().isEmpty()) {
      return;
    }
    heading("Where the time went");
    page.append("Seconds, with all that is checked and repeated.\n\n");
    header("", table.columns());
    table.rows().forEach(row -> row(row.step(), row.seconds()));
  }

  private void heading(String text) {
    page.append("\n## ").append(text).append("\n\n");
  }

  private void header(String first, List<String> others) {
    row(first, others);
    page.append("|---".repeat(1 + others.size())).append("|\n");
  }

  private void row(String first, List<String> others) {
    page.append("| ").append(first.replace("|", "\\|"));
    others.forEach(cell -> page.append(" | ").append(cell.replace("|", "\\|").replace('\n', ' ')));
    page.append(" |\n");
  }
}
