package dev.pilum.formats;

/**
 * What an import did.
 *
 * @param table name of the table
 * @param rows rows written
 * @param replaced rows that were there before under the same keys
 * @param rejected rows that were not written but put down in the file for such
 * @param skipped rows that an earlier, interrupted import had dealt with
 * @param seconds how long it took
 */
public record ImportReport(
    String table, long rows, long replaced, long rejected, long skipped, double seconds) {}
