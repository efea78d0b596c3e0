package dev.pilum.bench.compare;

import dev.pilum.bench.compare.engine.Engine;
import dev.pilum.bench.compare.engine.HnswlibPeer;
import dev.pilum.bench.compare.engine.JVectorPeer;
import dev.pilum.bench.compare.engine.LanceDbPeer;
import dev.pilum.bench.compare.engine.LangChainPeer;
import dev.pilum.bench.compare.engine.LucenePeer;
import dev.pilum.bench.compare.engine.PgvectorPeer;
import dev.pilum.bench.compare.engine.SqliteVecPeer;
import dev.pilum.storage.error.InvalidRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The engines that Pilum can be compared with, by the names that users give them. */
final class Peers {
  private static final Map<String, Supplier<Engine>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("lucene", LucenePeer::new);
    ALL.put("jvector", JVectorPeer::new);
    ALL.put("hnswlib-core", HnswlibPeer::new);
    ALL.put("langchain4j", LangChainPeer::new);
    ALL.put("pgvector", PgvectorPeer::new);
    ALL.put("lancedb", LanceDbPeer::new);
    ALL.put("sqlite-vec", SqliteVecPeer::new);
  }

  private Peers() {}

  /** Returns all names. */
  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** Returns a peer. */
  static Engine named(String name) {
    Supplier<Engine> engine = ALL.get(name);
    if (engine == null) {
      throw new InvalidRequest(
          "nobody knows the peer '%s'; there are %s".formatted(name, String.join(", ", names())));
    }
    return engine.get();
  }
}
