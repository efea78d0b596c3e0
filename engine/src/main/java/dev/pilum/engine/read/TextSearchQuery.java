package dev.pilum.engine.read;

import dev.pilum.TextHit;
import dev.pilum.TextSearch;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.fts.index.ScoredOrdinal;
import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text search under construction. Immutable. */
final class TextSearchQuery implements TextSearch {
  private static final int DEFAULT_LIMIT = 10;

  private final Reads reads;
  private final TextTarget target;
  private final Settings settings;

  /** What may be set. */
  private record Settings(@Nullable Filter filter, int[] columns, int limit, int offset) {
    int k() {
      return (int) Math.min(Integer.MAX_VALUE, (long) limit + offset);
    }
  }

  /** Starts with the ten best of all rows. */
  TextSearchQuery(Reads reads, TextTarget target) {
    this(reads, target, new Settings(null, Projection.all(reads.schema()), DEFAULT_LIMIT, 0));
  }

  private TextSearchQuery(Reads reads, TextTarget target, Settings settings) {
    this.reads = reads;
    this.target = target;
    this.settings = settings;
  }

  @Override
  public TextSearch where(Filter more) {
    Settings s = settings;
    Filter both = s.filter == null ? more : s.filter.and(more);
    return with(new Settings(both, s.columns, s.limit, s.offset));
  }

  @Override
  public TextSearch select(String... names) {
    Settings s = settings;
    return with(new Settings(s.filter, Projection.of(reads.schema(), names), s.limit, s.offset));
  }

  @Override
  public TextSearch limit(int hits) {
    require(hits >= 1, "limit must be positive, got " + hits);
    Settings s = settings;
    return with(new Settings(s.filter, s.columns, hits, s.offset));
  }

  @Override
  public TextSearch offset(int hits) {
    require(hits >= 0, "offset must not be negative, got " + hits);
    Settings s = settings;
    return with(new Settings(s.filter, s.columns, s.limit, hits));
  }

  @Override
  public List<TextHit> hits() {
    Matches matches = Matches.of(settings.filter, reads.schema());
    return reads.with(view -> hits(view, matches));
  }

  @Override
  public String explain() {
    Matches matches = Matches.of(settings.filter, reads.schema());
    return reads.with(view -> explain(view, matches));
  }

  private List<TextHit> hits(TableView view, Matches matches) {
    List<ScoredOrdinal> found = search().search(view, matches, settings.k());
    List<TextHit> hits = new ArrayList<>();
    for (int i = settings.offset; i < found.size(); i++) {
      ScoredOrdinal hit = found.get(i);
      SourceView source = view.sources().get(hit.part());
      hits.add(
          new TextHit(RowReader.row(source.rows(), hit.ordinal(), settings.columns), hit.score()));
    }
    return hits;
  }

  private String explain(TableView view, Matches matches) {
    StringBuilder plan = new StringBuilder();
    plan.append(
        "version %d, BM25, k %d, %s%n"
            .formatted(view.version(), settings.k(), matches.isAll() ? "no filter" : "filtered"));
    plan.append("text %s%n".formatted(search().describe(view)));
    for (SourceView source : view.sources()) {
      String name =
          source.source() instanceof Segment segment ? "segment " + segment.id() : "memtable";
      plan.append(
          "%s: %d of %d rows selected: %s%n"
              .formatted(
                  name,
                  matches.in(source).count(),
                  source.rowCount(),
                  source.textInFile() ? "index file" : "index in memory"));
    }
    return plan.toString();
  }

  private TextLeg search() {
    return reads.textLeg(target);
  }

  private TextSearch with(Settings changed) {
    return new TextSearchQuery(reads, target, changed);
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new InvalidRequest(complaint);
    }
  }
}
