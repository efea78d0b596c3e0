package dev.pilum;

/**
 * What a {@link Write} did.
 *
 * @param version the table's version that shows all of it; unchanged when nothing was written
 * @param commits how many commits it took
 * @param rowsWritten rows added, including those that replaced others
 * @param rowsRemoved rows replaced
 * @param rowsSkipped rows not written because others have the same values
 * @param rowsDropped rows not written because of their vectors
 * @param vectorsNulled vectors not written though their rows were
 */
public record WriteReport(
    long version,
    int commits,
    long rowsWritten,
    long rowsRemoved,
    long rowsSkipped,
    long rowsDropped,
    long vectorsNulled) {}
