package dev.pilum.bench.compare.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All that a run found.
 *
 * @param setting where and how
 * @param peers the engines, Pilum first, those that were skipped too
 * @param lines what was measured
 * @param curves how speed falls as recall rises
 * @param growth how figures grow with the number of rows
 * @param spent where the time went; {@code null} in reports from before it was noted
 */
public record Report(
    Setting setting,
    List<Peer> peers,
    List<Line> lines,
    List<Curve> curves,
    List<Growth> growth,
    @Nullable List<Spent> spent) {
  public Report {
    peers = List.copyOf(peers);
    lines = List.copyOf(lines);
    curves = List.copyOf(curves);
    growth = List.copyOf(growth);
    spent = spent == null ? null : List.copyOf(spent);
  }

  /** Returns the lines that users ask for first, in their order. */
  public List<Line> firstLines() {
    return lines.stream()
        .filter(line -> line.place() > 0)
        .sorted(Comparator.comparingInt(Line::place))
        .toList();
  }

  /** Returns the names of the engines that were measured, Pilum first. */
  public List<String> measured() {
    return peers.stream().filter(peer -> peer.skipped() == null).map(Peer::name).toList();
  }

  /**
   * Where and how a run was made.
   *
   * @param when date and time, UTC
   * @param rows how many rows the engines kept, unless a line says otherwise
   * @param effort {@code quick} or {@code full}
   * @param minutes how long it took
   */
  public record Setting(
      String when,
      String data,
      int rows,
      int dimension,
      String machine,
      String jvm,
      String command,
      String effort,
      double minutes) {
    /** Returns all but the command, as a sentence. */
    String sentence() {
      return String.format(
          Locale.ROOT,
          "%s, %,d rows × %d, cosine; %s; %s; %s, %s effort, %.1f minutes.",
          data,
          rows,
          dimension,
          machine,
          jvm,
          when,
          effort,
          minutes);
    }
  }

  /**
   * An engine.
   *
   * @param durability what was seen of it
   * @param breadth how many candidates its searches kept, the least that reached the wanted recall;
   *     0 where it compares all rows
   * @param skipped why it was not measured; {@code null} when it was
   */
  public record Peer(
      String name,
      String version,
      String settings,
      String durability,
      int breadth,
      @Nullable String skipped) {}

  /** Speed by recall; points in rising order of breadth. */
  public record Curve(String peer, List<Point> points) {
    public Curve {
      points = List.copyOf(points);
    }

    /** Speed at a breadth. */
    public record Point(int breadth, double recall, double perSecond) {}
  }

  /**
   * How a figure grows.
   *
   * @param exponent of the power of the row count that fits best; {@code null} for a single size
   * @param note why larger sizes are missing, or {@code null}
   */
  public record Growth(
      String peer,
      String title,
      Unit unit,
      List<Size> sizes,
      @Nullable Double exponent,
      @Nullable String note) {
    public Growth {
      sizes = List.copyOf(sizes);
    }

    /** A figure at a number of rows. */
    public record Size(int rows, double value) {}
  }
}
