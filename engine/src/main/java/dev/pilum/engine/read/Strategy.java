package dev.pilum.engine.read;

import dev.pilum.hnsw.SearchPlan;
import dev.pilum.hnsw.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the nearest rows of one source are found. */
sealed interface Strategy {
  /** Not at all: none of its rows may be returned. */
  Strategy SKIP = new Skip();

  /** Returns what it is called in a plan. */
  String operator();

  /** Returns the numbers that decided it, in words. */
  List<String> details();

  /** Not at all. */
  record Skip() implements Strategy {
    @Override
    public String operator() {
      return "skip";
    }

    @Override
    public List<String> details() {
      return List.of();
    }
  }

  /**
   * By comparing with every selected row.
   *
   * @param why why not otherwise
   * @param plan the numbers, where work was weighed; else {@code null}
   */
  record Exact(Why why, @Nullable SearchPlan plan) implements Strategy {
    @Override
    public String operator() {
      return "exact search";
    }

    @Override
    public List<String> details() {
      return plan == null
          ? List.of(why.words)
          : List.of(
              number("costs as much as %,d nodes of a walk", plan.mostNodes()),
              number("which would need about %,d", plan.nodes()));
    }
  }

  /**
   * By walking a graph.
   *
   * @param index what has the graph
   * @param ef how many candidates the walk keeps
   * @param plan how far a walk under a filter goes, and what it was weighed against; {@code null}
   *     when every row is selected
   */
  record Walk(VectorIndex index, int ef, @Nullable SearchPlan plan) implements Strategy {
    @Override
    public String operator() {
      if (plan == null) {
        return "graph walk";
      }
      return switch (plan.method()) {
        case EXACT, WALK -> "filtered graph walk";
        case LONG_WALK -> "long filtered graph walk";
      };
    }

    @Override
    public List<String> details() {
      List<String> details = new ArrayList<>();
      details.add("ef " + ef);
      if (plan != null) {
        details.add(number("about %,d nodes", plan.nodes()));
        details.add(number("exact search costs as much as %,d", plan.mostNodes()));
      }
      return details;
    }
  }

  /** Why a source is searched exactly. */
  enum Why {
    /** Whoever asked wants it so. */
    ASKED("as asked for"),
    /** A test wants it so. */
    FORCED("forced"),
    /** Rows in memory that have no graph, or not yet. */
    IN_MEMORY("in memory"),
    /** There is no graph, or not yet. */
    NO_GRAPH("no graph"),
    /** The graph measures otherwise. */
    OTHER_METRIC("the graph is of another metric"),
    /** Nobody has measured the graph yet. */
    NOT_MEASURED("recall of the graph not measured"),
    /** The graph was not seen to reach the recall that is wanted. */
    OUT_OF_REACH("recall out of the graph's reach"),
    /** Walks do not know when they have all rows within a radius. */
    RADIUS("within a radius"),
    /** It is less work than a walk. */
    CHEAPER("less work than a walk");

    private final String words;

    Why(String words) {
      this.words = words;
    }
  }

  private static String number(String format, long number) {
    return String.format(Locale.ROOT, format, number);
  }
}
