package dev.pilum.bench.compare.report;

import dev.pilum.bench.compare.report.Report.Growth;
import dev.pilum.bench.compare.report.Report.Peer;
import dev.pilum.bench.compare.report.Report.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A report as one HTML page that needs nothing else: tables, and charts that uPlot draws, which is
 * part of the page.
 */
public final class HtmlPage {
  /** In the webjar; the version is that of the root pom. */
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private final Report report;
  private final StringBuilder page = new StringBuilder();

  private HtmlPage(Report report) {
    this.report = report;
  }

  /** Returns the page. */
  public static String of(Report report) {
    return new HtmlPage(report).write();
  }

  private String write() {
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
        .append("<title>Pilum beside its peers</title>\n<style>\n")
        .append(resource(UPLOT + "uPlot.min.css"))
        .append(resource("page.css"))
        .append("</style>\n</head>\n<body>\n");
    setting(report.setting());
    headlines();
    notAhead();
    page.append("<h2>In pictures</h2>\n<div class=\"charts\" id=\"bars\"></div>\n")
        .append("<h2>Speed and recall</h2>\n<div id=\"curve\"></div>\n");
    engines();
    everything();
    growth();
    spent();
    page.append("<script type=\"application/json\" id=\"report\">\n")
        .append(ReportJson.of(report).replace("</", "<\\/"))
        .append("\n</script>\n<script>\n")
        .append(resource(UPLOT + "uPlot.iife.min.js"))
        .append("\n</script>\n<script type=\"module\">\n")
        .append(resource("page.js"))
        .append("</script>\n</body>\n</html>\n");
    return page.toString();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void setting(Setting setting) {
    page.append("<h1>Pilum beside its peers</h1>\n<p class=\"setting\">")
        .append(escaped(setting.sentence()))
        .append("</p>\n<p><code>")
        .append(escaped(setting.command()))
        .append("</code></p>\n<p>")
        .append(escaped(ReadMe.TEXT))
        .append("</p>\n");
  }

  private void headlines() {
    heading("The figures that users ask for first");
    table("figures", "", report.measured());
    for (Line line : report.firstLines()) {
      row(line, false);
    }
    page.append("</tbody></table></div>\n<p class=\"faint\">In brackets the recall of those")
        .append(" searches; below it how many times better Pilum is, so that below 1 the peer is")
        .append(" ahead.</p>\n");
  }

  private void notAhead() {
    heading("Where Pilum is not ahead");
    List<NotAhead.Place> places = NotAhead.of(report);
    if (places.isEmpty()) {
      page.append("<p>In none of these figures.</p>\n");
      return;
    }
    table("words", "", List.of("who is, and by how much", "why"));
    places.forEach(place ->
        cells(escaped(place.title()), List.of(escaped(place.peers()), escaped(place.why()))));
    page.append("</tbody></table></div>\n");
  }

  private void spent() {
    SpentTable spent = SpentTable.of(report);
    if (spent.rows().isEmpty()) {
      return;
    }
    heading("Where the time went");
    page.append("<p class=\"faint\">Seconds, with all that is checked and repeated.</p>\n");
    table("numbers", "", spent.columns());
    spent.rows().forEach(row -> cells(escaped(row.step()), row.seconds()));
    page.append("</tbody></table></div>\n");
  }

  private void everything() {
    heading("Everything");
    table("figures", "", report.measured());
    report.lines().forEach(line -> row(line, true));
    page.append("</tbody></table></div>\n");
  }

  private void row(Line line, boolean all) {
    List<String> cells = new ArrayList<>();
    for (String engine : report.measured()) {
      cells.add(cell(line, engine, all));
    }
    cells(escaped(line.title()), cells);
  }

  private static String cell(Line line, String engine, boolean all) {
    Figure figure = line.figures().get(engine);
    if (figure == null || figure.median() == null) {
      return "–<small>" + escaped(figure == null ? null : figure.note()) + "</small>";
    }
    StringBuilder cell = new StringBuilder(escaped(Numbers.figure(figure, line.unit())));
    if (!engine.equals(Line.PILUM)) {
      double advantage = line.advantageOver(engine);
      cell.append("<small class=\"%s\">".formatted(advantage >= 1 ? "better" : "worse"))
          .append(Numbers.times(advantage))
          .append("</small>");
    }
    if (all) {
      cell.append("<small>").append(Numbers.range(figure)).append("</small>");
    }
    String note = figure.note();
    return note == null ? cell.toString() : cell + "<small>" + escaped(note) + "</small>";
  }

  private void engines() {
    heading("Engines");
    table(
        "engines",
        "engine",
        List.of("version", "durability of a write, as seen", "breadth", "settings"));
    for (Peer peer : report.peers()) {
      String skipped = peer.skipped();
      cells(
          escaped(peer.name()),
          skipped == null
              ? List.of(
                  escaped(peer.version()),
                  escaped(peer.durability()),
                  peer.breadth() == 0 ? "all rows" : Integer.toString(peer.breadth()),
                  escaped(peer.settings()))
              : List.of("–", "–", "–", escaped("skipped: " + skipped)));
    }
    page.append("</tbody></table></div>\n");
  }

  private void growth() {
    if (report.growth().isEmpty()) {
      return;
    }
    heading("Growth");
    page.append("<div class=\"charts\" id=\"growth\"></div>\n");
    page.append(
        "<p class=\"faint\">Power of the number of rows that each figure grows with.</p>\n");
    List<String> titles = report.growth().stream().map(Growth::title).distinct().toList();
    List<String> columns = new ArrayList<>(titles);
    columns.add("note");
    table("numbers", "engine", columns);
    for (String engine : report.growth().stream().map(Growth::peer).distinct().toList()) {
      growth(engine, titles);
    }
    page.append("</tbody></table></div>\n");
  }

  private void growth(String engine, List<String> titles) {
    List<Growth> own =
        report.growth().stream().filter(growth -> growth.peer().equals(engine)).toList();
    List<String> cells = new ArrayList<>();
    for (String title : titles) {
      cells.add(
          own.stream()
              .filter(growth -> growth.title().equals(title) && growth.exponent() != null)
              .map(growth -> String.format(Locale.ROOT, "%.2f", growth.exponent()))
              .findFirst()
              .orElse("–"));
    }
    cells.add(escaped(own.getFirst().note()));
    cells(escaped(engine), cells);
  }

  private void heading(String text) {
    page.append("<h2>").append(text).append("</h2>\n");
  }

  private void table(String kind, String first, List<String> others) {
    page.append("<div class=\"wide\"><table class=\"%s\"><thead><tr><th>".formatted(kind))
        .append(first)
        .append("</th>");
    others.forEach(other -> page.append("<th>").append(escaped(other)).append("</th>"));
    page.append("</tr></thead><tbody>\n");
  }

  private void cells(String first, List<String> others) {
    page.append("<tr><td>").append(first).append("</td>");
    others.forEach(other -> page.append("<td>").append(other).append("</td>"));
    page.append("</tr>\n");
  }

  private static String escaped(@Nullable String text) {
    return text == null
        ? ""
        : text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;");
  }
}
