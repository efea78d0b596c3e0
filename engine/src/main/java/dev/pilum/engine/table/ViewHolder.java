package dev.pilum.engine.table;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The newest view of a table, for all to read.
 *
 * <p>Any thread may acquire; publishing is for one thread at a time, the holder of the commit lock.
 */
public final class ViewHolder {
  private final String table;
  private volatile Schema lastSchema;
  private volatile @Nullable TableView current;

  /** Starts with {@code first}, whose reference it takes over. */
  public ViewHolder(String table, TableView first) {
    this.table = table;
    this.lastSchema = first.schema();
    this.current = first;
  }

  /**
   * Returns the newest view; the caller releases it.
   *
   * @throws Closed after {@link #close}
   */
  public TableView acquire() {
    while (true) {
      TableView view = current;
      if (view == null) {
        throw new Closed("table '" + table + "' is closed; open its database again");
      }
      if (view.tryRetain()) {
        return view;
      }
    }
  }

  /**
   * Returns the newest view without a reference; for the holder of the commit lock, who alone
   * replaces it.
   */
  public TableView newest() {
    TableView view = current;
    if (view == null) {
      throw new Closed("table '" + table + "' is closed; open its database again");
    }
    return view;
  }

  /** Returns the columns of the newest view; after {@link #close} of the last one. */
  public Schema schema() {
    TableView view = current;
    return view == null ? lastSchema : view.schema();
  }

  /** Makes {@code next} the newest view, taking over its reference. */
  public void publish(TableView next) {
    TableView before = newest();
    assert next.version() >= before.version() : next.version() + " after " + before.version();
    current = next;
    before.release();
  }

  /** Lets go of the newest view; from now on nobody acquires one. */
  public void close() {
    TableView last = current;
    if (last != null) {
      lastSchema = last.schema();
      current = null;
      last.release();
    }
  }
}
