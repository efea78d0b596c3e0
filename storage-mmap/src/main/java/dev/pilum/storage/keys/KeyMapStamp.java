package dev.pilum.storage.keys;

/**
 * Which state of which table a {@link KeyMap} stands for.
 *
 * @param tableId the table's own number, never given to another table
 * @param generation the manifest generation whose rows it holds
 */
public record KeyMapStamp(long tableId, long generation) {}
