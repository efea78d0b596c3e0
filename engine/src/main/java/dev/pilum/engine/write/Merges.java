package dev.pilum.engine.write;

import dev.pilum.engine.event.Kind;
import dev.pilum.engine.event.Span;
import dev.pilum.engine.event.TableEvents;
import dev.pilum.engine.table.SearchHabits;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.segment.DeadRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * A merge may take minutes, so only its first and last moments hold the upkeep lock: first it is decided which segments, as of which
 * view; last the manifest names the new segment instead of them and the view shows it. In between, while rows, text index and graphs are
 * written, flushes come and go. They add segments behind those being merged and change their delete files; nobody but a merge takes
 * segments away, and there is one merge at a time, so the segments are still there at the end, as neighbours.
 *
 * A manifest says that every commit up to its version is in segments; the log is kept from there on. Rows that have died since the view
 * of the merge may have died before that version, if a flush was made meanwhile, and then no log tells of it any more. So all rows of
 * the new segment that are dead by now go into its delete file. Some of them died after the manifest's version: the log, replayed, will
 * find them dead or not at all, and be right. But the commits that killed them must be on the disk before the manifest says so, also
 * when writes are buffered: else a power failure could take both the old row and the new one.
 */
/**
 * Merges of one table's segments, one at a time, beside commits and flushes.
 *
 * <p>Safe for use by many threads.
 */
final class Merges {
  private final TableFolder folder;
  private final ViewHolder views;
  private final CommitPipeline pipeline;
  private final ManifestLog manifests;
  private final Upkeep upkeep;
  private final GraphUpkeep graphs;
  private final GraphOrigins origins;
  private final int maximumSegments;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Whether a merge failed for another reason than the disk, such as a damaged segment: until the
   * table is opened next, merges are no more due. Who asks for one has it tried again.
   */
  private boolean failed;

  Merges(
      TableFolder folder,
      ViewHolder views,
      CommitPipeline pipeline,
      ManifestLog manifests,
      Upkeep upkeep,
      GraphUpkeep graphs,
      GraphOrigins origins,
      int maximumSegments) {
    this.folder = folder;
    this.views = views;
    this.pipeline = pipeline;
    this.manifests = manifests;
    this.upkeep = upkeep;
    this.graphs = graphs;
    this.origins = origins;
    this.maximumSegments = maximumSegments;
  }

  /**
   * Segments to be merged.
   *
   * @param view holds them
   * @param sources their rows as of that view, with those alone dead that no version needs which is
   *     kept; neighbours
   * @param habits what searches have opened before the merge itself opens it
   */
  private record Chosen(TableView view, List<SourceView> sources, SearchHabits habits) {
    long firstId() {
      return sources.getFirst().source() instanceof Segment segment ? segment.id() : -1;
    }

    /** Returns whether searches would become slower, were these replaced by one without a graph. */
    boolean hasGraphs() {
      return sources.stream()
          .anyMatch(source -> source.source() instanceof Segment segment && segment.hasGraphs());
    }
  }

  /** Merges until nothing is due, after what is under way. */
  void runDue() {
    alone(() -> {
      boolean merged = !failed;
      while (merged && !upkeep.isClosing()) {
        merged = mergeDue();
      }
    });
  }

  private boolean mergeDue() {
    try {
      return merge(this::due);
    } catch (Corruption | InvalidRequest e) {
      if (!failed) {
        throw e;
      }
      UpkeepLog.LOG.warn("'{}' is merged no more: {}", folder.root(), e.getMessage());
      return false;
    }
  }

  /**
   * Merges all segments there are into one, or into a few where one cannot hold them.
   *
   * @throws Corruption when one of them is damaged
   */
  void mergeAll() {
    alone(() -> {
      for (List<Long> run : all()) {
        merge(() -> placeOf(run));
      }
    });
  }

  /** Returns once no merge is under way; the caller sees to it that none begins. */
  void awaitEnd() {
    lock.lock();
    try {
      assert upkeep.isClosing() : "another merge may begin";
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code work} while no merge is under way. */
  void alone(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  private MergePolicy.@Nullable Run due() {
    List<SegmentMeta> segments = manifests.newest().segments();
    List<SourceView> sources = views.newest().sources();
    int[] dead = new int[segments.size()];
    for (int i = 0; i < dead.length; i++) {
      dead[i] = upkeep.kept(sources.get(i)).dead().count();
    }
    return policyNow().choose(segments, dead);
  }

  private MergePolicy policyNow() {
    Schema schema = views.newest().schema();
    Set<Integer> scalars = new HashSet<>();
    for (List<Field> fields :
        List.of(schema.fields(), upkeep.history().schemas().retired(schema))) {
      for (Field field : fields) {
        if (field.type().vectors() == null) {
          scalars.add(field.id());
        }
      }
    }
    return new MergePolicy(maximumSegments, scalars);
  }

  /** Returns the ids of all segments there are now, of those together that become one. */
  private List<List<Long>> all() {
    List<SegmentMeta> segments = manifests.newest().segments();
    List<List<Long>> all = new ArrayList<>();
    for (MergePolicy.Run run : policyNow().longest(segments)) {
      all.add(segments.subList(run.from(), run.to()).stream().map(SegmentMeta::id).toList());
    }
    return all;
  }

  /** Returns where these segments are, {@code null} when there is nothing to be gained. */
  private MergePolicy.@Nullable Run placeOf(List<Long> ids) {
    List<SegmentMeta> segments = manifests.newest().segments();
    int from = segments.stream().map(SegmentMeta::id).toList().indexOf(ids.getFirst());
    boolean dirty =
        ids.size() > 1 || upkeep.kept(views.newest().sources().get(from)).dead().count() > 0;
    return dirty ? new MergePolicy.Run(from, from + ids.size()) : null;
  }

  /** Returns whether there was something to merge. */
  private boolean merge(Supplier<MergePolicy.@Nullable Run> policy) {
    Chosen chosen = choose(policy);
    if (chosen == null) {
      return false;
    }
    try {
      pipeline.refuseIfBroken();
      Span span = upkeep.events().begin(Kind.MERGE);
      Draft draft = drafted(chosen);
      if (draft != null) {
        publish(chosen, draft, span);
      }
      return true;
    } finally {
      chosen.view().release();
    }
  }

  /**
   * Reads what is to be copied whole, before anything is changed: damage must not get a checksum
   * that is right.
   */
  private static void checkColumns(Chosen chosen) {
    for (SourceView source : chosen.sources()) {
      if (source.source() instanceof Segment segment) {
        segment.checkForCopying();
      }
    }
  }

  /** Chooses while manifest and view say the same. */
  private @Nullable Chosen choose(Supplier<MergePolicy.@Nullable Run> policy) {
    AtomicReference<@Nullable Chosen> chosen = new AtomicReference<>();
    upkeep.exclusively(() -> {
      upkeep.giveUpVersions(manifests.newest().version());
      MergePolicy.Run run = policy.get();
      if (run != null) {
        TableView view = views.acquire();
        List<SourceView> sources = view.sources().subList(run.from(), run.to());
        SearchHabits habits = SearchHabits.in(view.sources());
        chosen.set(new Chosen(view, sources.stream().map(upkeep::kept).toList(), habits));
      }
    });
    return chosen.get();
  }

  /**
   * What is to stand for the segments; no manifest names it yet.
   *
   * @param files of the new segment; {@code null}, as the segment, where no row is left
   * @param segment the draft's to release
   */
  private record Draft(@Nullable SegmentMeta files, @Nullable Segment segment) {
    void release() {
      if (segment != null) {
        segment.release();
      }
    }
  }

  /**
   * Writes the new segment; {@code null} when closing ends that. Only files come that nobody knows,
   * so a failure is no reason to stop writing, unless it is the disk's.
   */
  private @Nullable Draft drafted(Chosen chosen) {
    try {
      checkColumns(chosen);
      SegmentMeta rows = write(chosen);
      if (rows == null) {
        origins.moved(chosen.view(), chosen.sources(), null);
        return new Draft(null, null);
      }
      return completed(chosen, rows);
    } catch (StorageFailure e) {
      pipeline.breakOff(e);
      throw e;
    } catch (RuntimeException | Error e) {
      failed = true;
      throw e;
    }
  }

  private @Nullable SegmentMeta write(Chosen chosen) {
    if (chosen.sources().stream().allMatch(source -> source.liveCount() == 0)) {
      return null;
    }
    Schema schema = chosen.view().schema();
    List<Field> retired = upkeep.history().schemas().retired(schema);
    SegmentWriter writer =
        new SegmentWriter(folder, schema, retired, manifests.newest().indexes(), chosen.sources());
    try {
      return writer.write();
    } catch (RuntimeException | Error e) {
      writer.discard();
      throw e;
    }
  }

  /** Opens the new segment, and gives it graphs where those that it stands for had some. */
  private @Nullable Draft completed(Chosen chosen, SegmentMeta rows) {
    Segment segment = Segment.open(folder.files(), folder.root(), chosen.view().schema(), rows);
    try {
      origins.moved(chosen.view(), chosen.sources(), rows);
      SegmentMeta files = chosen.hasGraphs() ? graphs.complete(segment, rows) : rows;
      segment.getReadyFor(chosen.habits());
      return new Draft(files, segment);
    } catch (RuntimeException | Error e) {
      origins.forget(rows.id());
      segment.release();
      rows.files().stream().map(FileMeta::path).forEach(folder::deleteUnneeded);
      if (e instanceof CancellationException) {
        UpkeepLog.LOG.debug("gave up a merge of '{}', which is closing", folder.root());
        return null;
      }
      throw e;
    }
  }

  private void publish(Chosen chosen, Draft draft, Span span) {
    Replacement replacement = new Replacement(chosen.sources(), draft.segment());
    try {
      upkeep.finishing(() -> {
        SegmentMeta merged = wanted(draft, replacement);
        folder.forceNames();
        pipeline.force();
        List<SegmentMeta> before = manifests.newest().segments();
        manifests.write(replaced(chosen, merged));
        pipeline.replace(replacement);
        tell(span, chosen, NewFiles.of(before, manifests.newest().segments()));
      });
    } finally {
      draft.release();
    }
  }

  /** Returns the files as they are to be named now. */
  private @Nullable SegmentMeta wanted(Draft draft, Replacement replacement) {
    SegmentMeta files = draft.files();
    Segment segment = draft.segment();
    return files == null || segment == null
        ? null
        : upkeep.scalarIndexes().withoutDropped(withDeletes(files, replacement), segment);
  }

  private void tell(Span span, Chosen chosen, NewFiles files) {
    TableEvents events = upkeep.events();
    events.traffic().merged(files.bytes());
    events.end(span, (table, nanos) -> files.merge(table, nanos, chosen.sources().size()));
  }

  private SegmentMeta withDeletes(SegmentMeta written, Replacement replacement) {
    TableView now = views.acquire();
    try {
      DeadRows dead = replacement.deadIn(now);
      return dead.count() == 0 ? written : Flushes.withDeletes(folder, written, dead);
    } finally {
      now.release();
    }
  }

  private List<SegmentMeta> replaced(Chosen chosen, @Nullable SegmentMeta merged) {
    List<SegmentMeta> segments = new ArrayList<>(manifests.newest().segments());
    int from = 0;
    while (segments.get(from).id() != chosen.firstId()) {
      from++;
    }
    segments.subList(from, from + chosen.sources().size()).clear();
    if (merged != null) {
      segments.add(from, merged);
    }
    return segments;
  }
}
