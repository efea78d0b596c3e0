package dev.pilum.engine.keys;

import dev.pilum.engine.table.TableView;
import dev.pilum.storage.keys.KeyReader;

/*
 * Every source of rows has a key table of its own, right for every snapshot and there from the start. A key index stands before them:
 * it spares those who look for a key the question to source after source. So it may always answer "I do not know", and whatever else it
 * answers is checked against the row it names. Only "there is none" cannot be checked; an index says so for the one version it knows.
 */
/**
 * Proposes the row of a key, for a whole table.
 *
 * <p>Any thread may ask. {@link #advance}, {@link #seal} and {@link #close} are for the holder of
 * the commit lock.
 */
public interface KeyIndex extends AutoCloseable {
  /**
   * What {@link #rowIdOf} returns when the version has no live row with the key; for certain,
   * nothing else need be asked.
   */
  long ABSENT = -1;

  /** What {@link #rowIdOf} returns when the sources must be asked. */
  long UNKNOWN = -2;

  /**
   * Returns the row id that the live row with the key of {@code keys} at {@code row} may have,
   * {@link #ABSENT}, or {@link #UNKNOWN}. Of the row with this id the caller checks that it is
   * there, alive, and has the key; otherwise the answer is as good as unknown.
   *
   * @param version the version that is looked at
   */
  long rowIdOf(KeyReader keys, int row, long version);

  /**
   * Takes in what was committed. Never fails: an index in trouble knows nothing from then on.
   *
   * @param before the newest view until now
   * @param after the view that follows it, durable, with the same sources
   */
  void advance(TableView before, TableView after);

  /**
   * Keeps the index for the next opening of the table, if it is sound; does nothing otherwise. It
   * knows nothing from then on.
   *
   * @param last the newest view, all of it durable
   */
  void seal(TableView last);

  /**
   * Lets go of files and memory. Without {@link #seal} before, the next opening makes the index
   * anew.
   */
  @Override
  void close();
}
