package dev.pilum.backend;

/**
 * What a backend can do. What it cannot is refused with {@link
 * dev.pilum.storage.error.InvalidRequest}.
 *
 * @param vector whether it finds the rows nearest to a vector: {@link Ranking.Nearest}
 * @param fts whether it finds rows by words: {@link Ranking.Words}
 * @param hybrid whether it ranks by both: {@link Ranking.Hybrid}
 * @param scalarIndex whether {@link Index.Scalar} makes filters cheaper; without, it is ignored
 * @param nativeEmbedding whether it makes vectors of texts by itself
 */
public record BackendCapabilities(
    boolean vector, boolean fts, boolean hybrid, boolean scalarIndex, boolean nativeEmbedding) {
  /** Returns these capabilities without searches by vectors. */
  BackendCapabilities withoutVectors() {
    return new BackendCapabilities(false, fts, false, scalarIndex, false);
  }
}
