package dev.pilum.storage.arrow;

/**
 * A finished file as the manifest remembers it.
 *
 * @param path relative to the file store's folder
 * @param lengthBytes all of its bytes
 * @param crc32c Castagnoli's CRC over all of its bytes
 */
public record WrittenFile(String path, long lengthBytes, int crc32c) {}
