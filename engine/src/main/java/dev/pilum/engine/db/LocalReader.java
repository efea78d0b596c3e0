package dev.pilum.engine.db;

import dev.pilum.RankedQuery;
import dev.pilum.Reader;
import dev.pilum.Row;
import dev.pilum.Scan;
import dev.pilum.Search;
import dev.pilum.SearchResult;
import dev.pilum.TextSearch;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.read.Reads;
import dev.pilum.filter.Filter;
import dev.pilum.fts.TextQuery;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a table and its snapshots read alike. */
abstract class LocalReader implements Reader {
  private final Embedder embedder;

  /** {@code embedder} makes vectors of questions. */
  LocalReader(Embedder embedder) {
    this.embedder = embedder;
  }

  /** Returns what reads the rows. */
  abstract Reads reads();

  @Override
  public long version() {
    return reads().version();
  }

  @Override
  public long count() {
    return reads().count();
  }

  @Override
  public long count(Filter where) {
    return reads().count(where);
  }

  @Override
  public @Nullable Row get(Object key) {
    return reads().get(key);
  }

  @Override
  public List<Row> getAll(Collection<?> keys, String... columns) {
    return reads().getAll(keys, columns);
  }

  @Override
  public boolean exists(Object key) {
    return reads().exists(key);
  }

  @Override
  public Scan scan() {
    return reads().scan();
  }

  @Override
  public Search search(String column, float[] vector) {
    return reads().search(column, vector);
  }

  @Override
  public Search search(String column, float[][] vectors) {
    return reads().search(column, vectors);
  }

  @Override
  public Search search(String column, byte[] vector) {
    return reads().search(column, vector);
  }

  @Override
  public Search search(String column, String text) {
    return reads().search(column, embedder.query(schema(), column, text));
  }

  @Override
  public TextSearch searchText(TextQuery query) {
    return reads().searchText(query);
  }

  @Override
  public <H> List<SearchResult<H>> searchAll(List<? extends RankedQuery<? extends H>> searches) {
    return reads().searchAll(searches);
  }
}
