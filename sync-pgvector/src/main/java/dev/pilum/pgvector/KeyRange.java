package dev.pilum.pgvector;

/**
 * Rows whose keys lie between two, and whether both sides have the same.
 *
 * @param from the least key, as text; empty for no bound
 * @param to the first key behind the range, as text; empty for no bound
 * @param sourceRows how many rows Pilum has there
 * @param targetRows how many rows the target has there
 * @param same whether they are equal, byte for byte
 */
public record KeyRange(String from, String to, long sourceRows, long targetRows, boolean same) {}
