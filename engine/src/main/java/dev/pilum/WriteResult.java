package dev.pilum;

/**
 * What a write did.
 *
 * @param version the table's version that shows it; unchanged when nothing was written
 * @param rowsWritten rows added, including those that replaced others
 * @param rowsRemoved rows deleted or replaced
 */
public record WriteResult(long version, long rowsWritten, long rowsRemoved) {}
