package dev.pilum.engine.write;

import dev.pilum.DatabaseOptions;
import dev.pilum.IndexOptions;
import dev.pilum.hnsw.BuildThreads;
import dev.pilum.hnsw.Codes;
import dev.pilum.hnsw.HnswParameters;
import dev.pilum.storage.env.Env;

/**
 * How a database's options have graphs built: by which parameters, by whom, over which rows.
 *
 * @param env whose background helps
 */
record GraphBuilds(Env env, DatabaseOptions options) {
  /** What {@link BuildThreads} takes at most. */
  private static final int MAX_THREADS = 256;

  /** Returns the caller and the background. */
  BuildThreads threads() {
    return background(1 + env.parallelism());
  }

  /** Returns half of them: while new rows come, those who write need the rest. */
  BuildThreads fewThreads() {
    return background(env.parallelism() / 2);
  }

  private BuildThreads background(int count) {
    return new BuildThreads(env.background(), Math.clamp(count, 1, MAX_THREADS), env::giveWay);
  }

  /** Returns how to build the graph of a segment. */
  HnswParameters parameters() {
    return with(
        switch (options.index().codes()) {
          case NONE -> Codes.NONE;
          case INT8 -> Codes.INT8;
          case ONE_BIT -> Codes.ONE_BIT;
        });
  }

  /** Returns how to build a graph of rows in memory: no search sees its codes, only the build. */
  HnswParameters liveParameters() {
    return with(options.index().codes() == IndexOptions.Codes.NONE ? Codes.NONE : Codes.INT8);
  }

  private HnswParameters with(Codes codes) {
    IndexOptions index = options.index();
    return new HnswParameters(
        index.m(), index.efConstruction(), HnswParameters.DEFAULT.seed(), codes);
  }
}
