package dev.pilum.backend;

import dev.pilum.Fusion;
import dev.pilum.Order;
import dev.pilum.storage.error.InvalidRequest;
import java.util.List;

/** Which rows of those that match a {@link Query}'s filter come first. */
public sealed interface Ranking {
  /**
   * The rows nearest to a vector, nearest first. Rows without a vector are never found.
   *
   * @param column a vector column
   * @param vector as many finite coordinates as the column's dimension
   */
  record Nearest(String column, float[] vector) implements Ranking {
    public Nearest {
      vector = vector.clone();
      for (float coordinate : vector) {
        if (!Float.isFinite(coordinate)) {
          throw new InvalidRequest(column + " must have finite coordinates, got " + coordinate);
        }
      }
    }

    @Override
    public float[] vector() {
      return vector.clone();
    }
  }

  /**
   * The rows whose text has these words, best first. Others are not found.
   *
   * @param column a text column
   * @param words taken as they are; nothing in them is a sign
   */
  record Words(String column, String words) implements Ranking {}

  /**
   * The rows nearest to a vector and best matching a text, as one ranking.
   *
   * @param nearest one leg
   * @param words the other
   * @param fusion how they become one
   */
  record Hybrid(Nearest nearest, Words words, Fusion fusion) implements Ranking {}

  /**
   * All rows, by their values, the first deciding.
   *
   * @param orders none for an order of the backend's own, the same as long as the rows are
   */
  record Ordered(List<Order> orders) implements Ranking {
    public Ordered {
      orders = List.copyOf(orders);
    }
  }

  /**
   * Rows drawn by chance, each as likely as every other; as many as the limit.
   *
   * @param seed the same for the same rows of the same backend
   */
  record Sampled(long seed) implements Ranking {}
}
