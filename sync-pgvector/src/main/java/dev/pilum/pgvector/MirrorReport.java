package dev.pilum.pgvector;

/**
 * What a mirror did, or would do.
 *
 * @param what {@code create}, {@code load}, {@code swap}, {@code merge} or {@code incremental}
 * @param why that way was taken, in words
 * @param rows rows sent to the target; of a dry run, that would be
 * @param written rows written there: new ones and such that differed
 * @param deleted rows deleted there
 * @param version the version that the target holds now; of a dry run, that it would hold
 * @param dryRun whether nothing was done
 */
public record MirrorReport(
    String what, String why, long rows, long written, long deleted, long version, boolean dryRun) {}
