package dev.pilum.bench.ann.engine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A library that indexes vectors and finds the ten nearest, at its best: with the JVM flags and the
 * way of asking that its authors recommend. Good for one index: {@link #build} once, then {@link
 * #open} once. One thread at a time.
 */
public interface AnnEngine {
  /** Neighbours of a node on the upper levels; twice as many on the lowest. */
  int M = 16;

  /** Candidates kept while a node looks for its neighbours. */
  int EF_CONSTRUCTION = 200;

  /** How many neighbours a search returns. */
  int K = 10;

  /** Returns the library's name. */
  String name();

  /** Returns what a walk through the graph compares: {@code none} for the vectors themselves. */
  String codes();

  /** Returns, in a line for people, which instructions it uses and how it is asked. */
  String describe();

  /** Builds the index of all vectors below {@code folder}, on disk if the library can do that. */
  void build(Path folder, VectorSet vectors) throws IOException;

  /** Opens what was built below {@code folder}. */
  AnnIndex open(Path folder) throws IOException;
}
