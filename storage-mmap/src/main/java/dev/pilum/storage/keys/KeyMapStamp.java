package dev.pilum.storage.keys;

/**
 * Which state of which table a {@link KeyMap} stands for.
 *
 * @param tableId the table's own number, never given to another table
 * @param generation the table's version whose live rows it holds: the number of its newest commit
 */
public record KeyMapStamp(long tableId, long generation) {}
