package dev.pilum.engine.read;

import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.fts.index.TextColumn;
import dev.pilum.fts.index.TextFields;
import dev.pilum.hnsw.BuildThreads;
import dev.pilum.hnsw.HeapBudget;
import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.hnsw.SearchScratch;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.Schema;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the searches of one table share: scratch memory, one for each search that runs at the same
 * time, the threads of those that run many at once, and the warm-up of the kernels.
 *
 * <p>Safe for use by many threads.
 */
public final class SearchResources {
  /**
   * The warm-up ends with the first of these. Over 1,000,000 rows of 128 coordinates the JIT is
   * done with a search's code after some 100.
   */
  private static final int WARM_UP_SEARCHES = 200;

  /** What {@link BuildThreads} takes at most. */
  private static final int MAX_THREADS = 256;

  private static final long WARM_UP_NANOS = 1_000_000_000;

  /** Whoever has searched so often will go on, and gets codes on the heap. */
  private static final int SEARCHES_PER_LOOK = 256;

  private final KernelWarmUp warmUp;
  private final HeapBudget heap;
  private final SearchesFirst env;
  private final AtomicReference<@Nullable Analyzers> text = new AtomicReference<>();
  private final IdleScratches scratches;

  /**
   * Makes {@code warmUp} in {@code env}'s background after the first search, and copies codes to
   * the heap there as far as {@code heap} has room.
   */
  public SearchResources(KernelWarmUp warmUp, HeapBudget heap, SearchesFirst env) {
    this.warmUp = warmUp;
    this.heap = heap;
    this.env = env;
    this.scratches = new IdleScratches(warmUp);
  }

  /** Guards a run of a query for the calling thread, for {@code timeout} or for ever. */
  QueryGuard guard(@Nullable Duration timeout) {
    return QueryGuard.start(env, timeout);
  }

  /**
   * Says that somebody waits for the answer to a query; {@link #answered} follows, come what may.
   */
  void asked() {
    env.begin();
  }

  /** Says that nobody waits for it any more. */
  void answered() {
    env.end();
  }

  /** Returns who runs many searches at once: the caller and the environment's helpers. */
  BuildThreads threads() {
    return new BuildThreads(env.helpers(), Math.min(MAX_THREADS, 1 + env.parallelism()));
  }

  /**
   * Returns the analyzers of the table's text columns, made when first asked for.
   *
   * @param schema the table's, with at least one text column
   */
  TextFields text(Schema schema) {
    Analyzers known = text.get();
    if (known != null && known.schema() == schema) {
      return known.fields();
    }
    List<TextColumn> columns = TextColumns.of(schema);
    TextFields fields =
        known != null && known.fields().columns().equals(columns)
            ? known.fields()
            : new TextFields(columns);
    return text.compareAndSet(known, new Analyzers(schema, fields)) ? fields : text(schema);
  }

  /** The analyzers of a schema's text columns. */
  private record Analyzers(Schema schema, TextFields fields) {}

  /** Returns a watch for a query that is analysed. */
  Stopwatch stopwatch() {
    return Stopwatch.by(env);
  }

  /**
   * Runs {@code planned} with scratch memory that nobody else is using. The first one to succeed is
   * then made over and over in the background, on what {@code views} hands out, with the kernels
   * that are to be warm, so that the JIT sees them where they are used.
   */
  List<Found> run(PlannedSearch planned, Supplier<TableView> views) {
    SearchScratch scratch = scratches.take();
    try {
      List<Found> found = planned.run(scratch);
      if (warmUp.mayBegin()) {
        warmUpWith(planned.search(), views);
      } else if (scratch.countTo(SEARCHES_PER_LOOK) && wantsHeap(planned.view())) {
        inBackground(new CopyToHeap(views));
      }
      return found;
    } finally {
      scratch.cancelWhen(null);
      scratches.giveBack(scratch);
    }
  }

  private void warmUpWith(RowSearch search, Supplier<TableView> views) {
    if (!inBackground(new WarmUp(search.unguarded(), views))) {
      warmUp.end();
    }
  }

  /** Returns {@code false} when the database was closed meanwhile: nobody will search again. */
  private boolean inBackground(Runnable task) {
    try {
      env.background().execute(task);
      return true;
    } catch (Closed e) {
      return false;
    }
  }

  private boolean wantsHeap(TableView view) {
    for (SourceView source : view.sources()) {
      boolean wants =
          switch (source.source()) {
            case Segment segment -> segment.wantsHeap(heap);
            case Memtable memtable -> memtable.wantsCodes(heap);
          };
      if (wants) {
        return true;
      }
    }
    return false;
  }

  /** Copies the codes of the newest view's segments to the heap, and codes rows in memory there. */
  private final class CopyToHeap implements Runnable {
    private final Supplier<TableView> views;

    CopyToHeap(Supplier<TableView> views) {
      this.views = views;
    }

    @Override
    public void run() {
      try {
        TableView view = views.get();
        try {
          for (SourceView source : view.sources()) {
            switch (source.source()) {
              case Segment segment -> segment.copyToHeap(heap);
              case Memtable memtable -> {
                memtable.codeWithin(heap);
                source.getReady();
              }
            }
          }
        } finally {
          view.release();
        }
      } catch (Closed e) {
        // nobody will search again
      }
    }
  }

  /** What the background does: a class, for a process's first search waits while it is linked. */
  private final class WarmUp implements Runnable {
    private final RowSearch search;
    private final Supplier<TableView> views;

    WarmUp(RowSearch search, Supplier<TableView> views) {
      this.search = search;
      this.views = views;
    }

    @Override
    public void run() {
      SearchScratch scratch = new SearchScratch(KernelWarmUp.over());
      long start = env.nanoTime();
      try {
        for (int i = 0; i < WARM_UP_SEARCHES && env.nanoTime() - start < WARM_UP_NANOS; i++) {
          searchOnce(scratch);
        }
      } catch (PilumException e) {
        // closed meanwhile; or damage, which whoever searches next is told of
      } finally {
        warmUp.end();
      }
    }

    private void searchOnce(SearchScratch scratch) {
      TableView view = views.get();
      try {
        search.plan(view, Stopwatch.OFF).run(scratch);
      } finally {
        view.release();
      }
    }
  }
}
