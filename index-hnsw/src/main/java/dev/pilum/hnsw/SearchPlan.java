package dev.pilum.hnsw;

/**
 * How a filtered search of one graph begins, and the numbers that decide it.
 *
 * <p>Work is counted in <em>comparisons</em>: what it costs an exact search to compare the query
 * with one more accepted row. Following one node of a walk costs {@value #COMPARISONS_PER_NODE} of
 * them at the usual 32 links: some 12 of its neighbours are new, and a distance to a row somewhere
 * in memory costs three times one to the next row. Measured with one thread on an x86-64 server
 * with AVX-512: 29 comparisons for 20,000 rows of 128 float32 components, 28 for 11,000 of 25, 43
 * for 19,000 of 384, and 55 for 100,000 of 128, which no longer fit in the cache. Int8 codes that
 * fit in it make a node cheaper: {@value #COMPARISONS_PER_CACHED_NODE}, measured likewise 7 to 12
 * for 784 and 384 components, 10 to 19 for 25 and 128.
 *
 * @param method what the search begins with
 * @param acceptedRows rows that may be returned
 * @param share what part of the graph's rows they are, 0 to 1
 * @param ef breadth of the walk, not less than {@code k}
 * @param target accepted rows that a walk looks for: more than {@code k}, because the last ones
 *     found are the least certain
 * @param nodes nodes that a walk will have to follow if accepted rows are as frequent near the
 *     query as elsewhere
 * @param mostNodes nodes after which a walk has cost as much as an exact search would have
 */
public record SearchPlan(
    Method method, int acceptedRows, double share, int ef, int target, int nodes, int mostNodes) {

  /** What a search begins with. */
  public enum Method {
    /** Comparing with every accepted row. */
    EXACT,
    /** A walk as without a filter, which is wide enough to meet the accepted rows it needs. */
    WALK,
    /** A walk that goes on beyond {@code ef} until it has met as many accepted rows as it needs. */
    LONG_WALK
  }

  /** What following one node of a graph with 32 links costs; others in proportion. */
  static final int COMPARISONS_PER_NODE = 40;

  /** As {@link #COMPARISONS_PER_NODE} where walks compare int8 codes that stay in the cache. */
  static final int COMPARISONS_PER_CACHED_NODE = 20;

  /** Codes of so many bytes at most stay there, in a cache that others use, too. */
  private static final long CACHED_BYTES = 8L << 20;

  private static final int USUAL_LINKS = 32;

  /**
   * Recall at 10 with a random filter of 10 % was .967 with a target of {@code k}, .982 with one
   * and a half times {@code k} and .992 with twice {@code k} (384-d text, ef 100; .998 without a
   * filter).
   */
  private static final int TARGET_PER_K = 2;

  /** As {@link #TARGET_PER_K}, where one-bit codes say which rows these are. */
  private static final int TARGET_PER_K_BY_SIGNS = 6;

  /**
   * Where so many rows are accepted, a walk that follows a few nodes more finds as many accepted
   * ones as it finds rows without a filter: what a few dead rows ask for.
   */
  private static final double NEARLY_ALL = 0.9;

  /**
   * Plans the search of a graph with these parameters over this many rows, whose walks compare
   * vectors.
   *
   * @param acceptedRows how many of them a filter accepts
   */
  public static SearchPlan of(
      HnswParameters parameters, int indexedRows, int k, int ef, int acceptedRows) {
    return of(parameters, indexedRows, COMPARISONS_PER_NODE, k, ef, acceptedRows);
  }

  /** Plans the search of a graph of this shape, whose walks compare codes where it has them. */
  static SearchPlan of(GraphShape shape, int k, int ef, int acceptedRows) {
    boolean cached =
        shape.parameters().codes() == Codes.INT8
            && new CodeLayout(shape.dimension()).rowBytes() * (long) shape.rowCount()
                <= CACHED_BYTES;
    int perNode = cached ? COMPARISONS_PER_CACHED_NODE : COMPARISONS_PER_NODE;
    return of(shape.parameters(), shape.indexedRowCount(), perNode, k, ef, acceptedRows);
  }

  private static SearchPlan of(
      HnswParameters parameters, int indexedRows, int perNode, int k, int ef, int acceptedRows) {
    int breadth = Math.min(Math.max(k, ef), Math.max(1, indexedRows));
    int perK = parameters.codes() == Codes.ONE_BIT ? TARGET_PER_K_BY_SIGNS : TARGET_PER_K;
    int target = (int) Math.min(breadth, Math.min((long) perK * k, acceptedRows));
    double share = Math.min(1d, acceptedRows / (double) Math.max(1, indexedRows));
    int nodes = (int) Math.min(Integer.MAX_VALUE, Math.max(breadth, target / share));
    int price = Math.max(1, perNode * parameters.maxLinks(0) / USUAL_LINKS);
    int most = acceptedRows / price;
    if (nodes >= most) {
      return new SearchPlan(Method.EXACT, acceptedRows, share, breadth, target, nodes, most);
    }
    if (breadth * share >= 1.5 * target) {
      return new SearchPlan(Method.WALK, acceptedRows, share, breadth, target, nodes, most);
    }
    if (share < NEARLY_ALL) {
      return new SearchPlan(Method.LONG_WALK, acceptedRows, share, breadth, target, nodes, most);
    }
    int wider = (int) Math.min(indexedRows, Math.ceil(breadth / share));
    int least = Math.min(acceptedRows, Math.max(k, breadth * 3 / 4));
    return new SearchPlan(Method.WALK, acceptedRows, share, wider, least, wider, most);
  }

  /**
   * Returns the number of accepted nodes among the {@code ef} nearest below which the filter goes
   * against the query: half of what a random one would leave.
   */
  int leastAccepted() {
    return (int) (ef * share / 2);
  }

  /** Returns a plan that is carried out to its end whatever it costs: for tests. */
  public SearchPlan forced(Method other) {
    int rows = (int) Math.ceil(acceptedRows / Math.max(share, Double.MIN_NORMAL));
    return new SearchPlan(other, acceptedRows, share, ef, target, nodes, rows + 1);
  }
}
