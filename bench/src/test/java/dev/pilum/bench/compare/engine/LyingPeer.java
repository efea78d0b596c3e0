package dev.pilum.bench.compare.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** An engine that is right but for one thing, and faster for it. */
public final class LyingPeer extends HonestPeer {
  private final Lie lie;

  /** What it is wrong about. */
  public enum Lie {
    LOSES_ROWS,
    COUNTS_WHAT_IT_LOST,
    WRITES_TWICE_WHAT_THREADS_WRITE,
    LOSES_WHAT_THREADS_WRITE,
    FINDS_OTHER_ROWS,
    IGNORES_FILTERS,
    FILTERS_HARDLY,
    IGNORES_DELETES,
    COUNTS_DELETES_ONLY,
    ANSWERS_TOO_FEW,
    ANSWERS_A_ROW_TWICE,
    ANSWERS_IN_ANY_ORDER,
    IGNORES_UPSERTS,
    IGNORES_UPDATES,
    GETS_ANOTHER_ROW,
    KNOWS_EVERY_KEY,
    FINDS_OTHER_TEXTS,
    FINDS_NO_HYBRIDS,
    OPENS_WITHOUT_THE_LAST_ROWS,
    IS_RIGHT_ONCE
  }

  /** With a lie, by which it is called. */
  public LyingPeer(Lie lie) {
    super(lie.name());
    this.lie = lie;
  }

  @Override
  protected Rows newRows() {
    return new Wrong(lie);
  }

  private static final class Wrong extends Rows {
    private static final int NEVER_A_ROW = 1_000_000;
    private static final int QUERIES = 10;

    private final Lie lie;
    private final AtomicInteger searches = new AtomicInteger();
    private final AtomicInteger hidden = new AtomicInteger();

    Wrong(Lie lie) {
      this.lie = lie;
    }

    @Override
    protected void insert(List<Doc> docs) {
      boolean loses = lie == Lie.LOSES_ROWS || lie == Lie.COUNTS_WHAT_IT_LOST;
      List<Doc> kept = docs.stream().filter(doc -> !loses || doc.key() % 10 != 0).toList();
      super.insert(kept);
      if (lie == Lie.COUNTS_WHAT_IT_LOST) {
        hidden.addAndGet(docs.size() - kept.size());
      }
    }

    @Override
    protected void upsert(List<Doc> docs) throws IOException {
      boolean oneOfThreads = Thread.currentThread().getName().startsWith("pool-");
      for (Doc doc : docs) {
        if (oneOfThreads && lie == Lie.WRITES_TWICE_WHAT_THREADS_WRITE) {
          rows.put(NEVER_A_ROW + doc.key(), doc);
        }
        boolean lost = oneOfThreads && lie == Lie.LOSES_WHAT_THREADS_WRITE && doc.key() % 3 == 0;
        boolean stale = lie == Lie.IGNORES_UPSERTS && rows.containsKey(doc.key());
        if (!lost && !stale) {
          super.upsert(List.of(doc));
        }
      }
    }

    @Override
    protected void move(int key, int bucket) {
      if (lie != Lie.IGNORES_UPDATES) {
        super.move(key, bucket);
      }
    }

    @Override
    protected void delete(int key) {
      if (lie == Lie.COUNTS_DELETES_ONLY) {
        hidden.decrementAndGet();
      } else if (lie != Lie.IGNORES_DELETES) {
        super.delete(key);
      }
    }

    @Override
    protected int[] get(int key) {
      return super.get(lie == Lie.GETS_ANOTHER_ROW ? key ^ 1 : key);
    }

    @Override
    protected boolean exists(int key) {
      return lie == Lie.KNOWS_EVERY_KEY || super.exists(key);
    }

    @Override
    protected int[] search(float[] query, int limit, int breadth, int below) {
      return switch (lie) {
        case FINDS_OTHER_ROWS -> backwards(super.search(negated(query), limit, breadth, below));
        case IGNORES_FILTERS -> super.search(query, limit, breadth, Work.ALL);
        case FILTERS_HARDLY -> super.search(query, limit, breadth, Math.min(Work.ALL, 2 * below));
        case ANSWERS_TOO_FEW -> super.search(query, Math.max(1, limit - 1), breadth, below);
        case ANSWERS_A_ROW_TWICE -> firstTwice(super.search(query, limit, breadth, below));
        case ANSWERS_IN_ANY_ORDER -> backwards(super.search(query, limit, breadth, below));
        case IS_RIGHT_ONCE -> later(super.search(query, limit, breadth, below));
        default -> super.search(query, limit, breadth, below);
      };
    }

    private static float[] negated(float[] query) {
      float[] negated = query.clone();
      for (int i = 0; i < negated.length; i++) {
        negated[i] = -negated[i];
      }
      return negated;
    }

    private static int[] firstTwice(int[] keys) {
      return IntStream.range(0, keys.length).map(i -> keys[Math.max(0, i - 1)]).toArray();
    }

    /** Right for as many searches as are checked. */
    private int[] later(int[] right) {
      return searches.getAndIncrement() < QUERIES ? right : new int[right.length];
    }

    @Override
    protected int[] text(String words, int limit) {
      int[] found = super.text(words, lie == Lie.FINDS_OTHER_TEXTS ? 2 * limit : limit);
      return lie == Lie.FINDS_OTHER_TEXTS ? Arrays.copyOfRange(found, limit, 2 * limit) : found;
    }

    @Override
    protected int[] hybrid(float[] query, String words, int limit, int breadth) {
      return lie == Lie.FINDS_NO_HYBRIDS ? new int[0] : text(words, limit);
    }

    @Override
    protected void reopened() {
      if (lie == Lie.OPENS_WITHOUT_THE_LAST_ROWS) {
        rows.keySet().stream().max(Integer::compare).ifPresent(rows::remove);
      }
    }

    @Override
    public long count() {
      return super.count() + hidden.get();
    }
  }
}
