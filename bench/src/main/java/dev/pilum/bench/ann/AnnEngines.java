package dev.pilum.bench.ann;

import dev.pilum.IndexOptions;
import dev.pilum.IndexOptions.Codes;
import dev.pilum.bench.ann.engine.AnnEngine;
import dev.pilum.bench.ann.engine.HnswlibEngine;
import dev.pilum.bench.ann.engine.JVectorEngine;
import dev.pilum.bench.ann.engine.LuceneEngine;
import dev.pilum.bench.ann.engine.PilumEngine;
import dev.pilum.storage.error.InvalidRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The engines that can be measured, by the names that users give them. */
public final class AnnEngines {
  private static final Map<String, Supplier<AnnEngine>> PEERS = new LinkedHashMap<>();

  static {
    PEERS.put("lucene", () -> new LuceneEngine(LuceneEngine.Codes.NONE));
    PEERS.put("lucene-sq8", () -> new LuceneEngine(LuceneEngine.Codes.SQ8));
    PEERS.put("jvector", () -> new JVectorEngine(JVectorEngine.Codes.NONE));
    PEERS.put("jvector-pq", () -> new JVectorEngine(JVectorEngine.Codes.PQ));
    PEERS.put("hnswlib-core", HnswlibEngine::new);
  }

  private AnnEngines() {}

  /** Returns the names of all peers. */
  public static List<String> peers() {
    return List.copyOf(PEERS.keySet());
  }

  /**
   * Returns what makes an engine, afresh for each index.
   *
   * @param name {@code pilum}, which has its default codes, or one of {@link #peers()}
   * @param rowCount how many rows will be indexed
   */
  public static Supplier<AnnEngine> named(String name, int rowCount) {
    return name.equals("pilum") ? pilum(IndexOptions.DEFAULT.codes(), rowCount) : peer(name);
  }

  private static Supplier<AnnEngine> peer(String name) {
    Supplier<AnnEngine> engine = PEERS.get(name);
    if (engine == null) {
      throw new InvalidRequest(
          "nobody knows the peer '%s'; there are %s".formatted(name, String.join(", ", peers())));
    }
    return engine;
  }

  /**
   * Returns what makes Pilum as it is by default, except that smaller tables get a graph too: those
   * of a rehearsal, and those of so few rows.
   *
   * @param codes what its graphs are built with
   * @param rowCount how many rows will be indexed
   */
  public static Supplier<AnnEngine> pilum(Codes codes, int rowCount) {
    int minimum = Math.min(rowCount, Contestant.REHEARSAL_ROWS);
    return () -> new PilumEngine(minimum, codes);
  }
}
