/**
 * From a primary key to the rows that may have it: one small table for each source of rows
 * (memtable or segment), so that opening a database rebuilds nothing and old snapshots are answered
 * by the same tables.
 */
@NullMarked
package dev.pilum.storage.keys;

import org.jspecify.annotations.NullMarked;
