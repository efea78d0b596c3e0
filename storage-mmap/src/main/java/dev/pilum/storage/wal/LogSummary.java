package dev.pilum.storage.wal;

/**
 * What a replay found.
 *
 * @param lastSequence the newest record, or the range's {@code afterSequence} when there is none
 *     above it
 * @param newestEpoch the newest log, 0 when there is none
 * @param validLengthBytes how long the newest log is up to the end of its last valid record; 0 when
 *     there is none
 * @param recordCount how many records were handed out
 * @param droppedBytes how many bytes behind {@code validLengthBytes} held something: a write that
 *     was never acknowledged
 * @param nextEpoch the epoch for the next log, above that of every file there
 */
public record LogSummary(
    long lastSequence,
    long newestEpoch,
    long validLengthBytes,
    long recordCount,
    long droppedBytes,
    long nextEpoch) {}
