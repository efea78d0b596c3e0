package dev.pilum.storage.scalar;

/**
 * What has been written, for the manifest.
 *
 * @param lengthBytes length of the file
 * @param crc32c the checksum that the file ends with
 */
public record WrittenScalars(long lengthBytes, int crc32c) {}
