package dev.pilum.fts.index;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.util.VectorUtil;

/**
 * Wakes Lucene without a word. Lucene says through {@code java.util.logging}, and so on the console
 * of most programs, whether it found the Vector API; Pilum has said that already, where it matters,
 * through SLF4J. A level that somebody has chosen for Lucene's logger is respected.
 */
final class QuietLucene {
  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger VECTORS =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  private static final Logger PANAMA =
      Logger.getLogger("org.apache.lucene.internal.vectorization.PanamaVectorizationProvider");

  static {
    Level before = VECTORS.getLevel();
    Level panamaBefore = PANAMA.getLevel();
    VECTORS.setLevel(before == null ? Level.OFF : before);
    PANAMA.setLevel(panamaBefore == null ? Level.OFF : panamaBefore);
    try {
      VectorUtil.dotProduct(new float[1], new float[1]);
    } finally {
      VECTORS.setLevel(before);
      PANAMA.setLevel(panamaBefore);
    }
  }

  private QuietLucene() {}

  /** Returns once Lucene is awake; does nothing from the second call on. */
  static void awake() {
    assert VECTORS != null : "the class is initialised";
  }
}
