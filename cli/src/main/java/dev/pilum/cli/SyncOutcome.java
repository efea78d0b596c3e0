package dev.pilum.cli;

import dev.pilum.Row;
import java.util.List;

/**
 * What a look at a mirror found, in words that need no class of it.
 *
 * @param ok whether all is well
 * @param rows what there is to show
 * @param summary one line about all of it; empty for none
 */
record SyncOutcome(boolean ok, List<Row> rows, String summary) {}
