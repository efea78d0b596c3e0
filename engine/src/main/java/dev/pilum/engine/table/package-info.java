/** What a table is made of at one version: memtable and segments, seen through immutable views. */
@NullMarked
package dev.pilum.engine.table;

import org.jspecify.annotations.NullMarked;
