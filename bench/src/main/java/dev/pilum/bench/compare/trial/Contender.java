package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Engine;
import dev.pilum.bench.compare.engine.Store;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An engine with its stores, and what was found out about it so far. One thread at a time. */
final class Contender implements AutoCloseable {
  private final Engine engine;
  private final Path folder;
  private final Corpus corpus;
  private final Ground small;
  private @Nullable Ground main;
  private int breadth = Curves.DEFAULT_BREADTH;
  private double forces = Double.NaN;
  private double heapOfBuild;

  /** Makes the small store; the engine says then if it cannot be used here. */
  Contender(Engine engine, Path folder, Corpus corpus) throws IOException {
    this.engine = engine;
    this.folder = folder;
    this.corpus = corpus;
    this.small = new Ground(corpus, newStore("small"));
  }

  String name() {
    return engine.name();
  }

  Engine engine() {
    return engine;
  }

  /** Makes another store. */
  Store newStore(String name) throws IOException {
    return engine.create(folder.resolve(name), corpus.dimension());
  }

  /** Opens the main store, which was closed. */
  Store openMain() throws IOException {
    return engine.open(folder.resolve("main"), corpus.dimension());
  }

  /** Returns the store that begins with few rows. */
  Ground small() {
    return small;
  }

  /** Makes the main store, empty. */
  Ground newMain() throws IOException {
    Ground made = new Ground(corpus, newStore("main"));
    main = made;
    return made;
  }

  /** Returns the store with many rows. */
  Ground main() {
    Ground made = main;
    if (made == null) {
      throw new WrongAnswer("its build failed");
    }
    return made;
  }

  /** Returns how many candidates its searches keep. */
  int breadth() {
    return breadth;
  }

  void searchWith(int candidates) {
    breadth = candidates;
  }

  /** Returns how often a single write forced the disk; NaN when nobody could count. */
  double forces() {
    return forces;
  }

  void forced(double timesEach) {
    forces = timesEach;
  }

  /** Returns what the build left on the heap, in bytes. */
  double heapOfBuild() {
    return heapOfBuild;
  }

  void builtOnHeap(double bytes) {
    heapOfBuild = bytes;
  }

  /** Returns what to know of its writes, or {@code null} when they are forced. */
  @Nullable String writesNote() {
    if (Double.isNaN(forces)) {
      return "forces not counted";
    }
    return forces == 0 ? "not forced to the disk" : null;
  }

  @Override
  public void close() throws IOException {
    small.close();
    if (main != null) {
      main.close();
    }
  }
}
