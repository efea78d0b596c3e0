package dev.pilum.storage.manifest;

import dev.pilum.storage.schema.ScalarIndex;

/**
 * An index that every segment of a table should have; while one lacks its file, the column is read.
 *
 * @param fieldId the column
 * @param kind the kind of index
 */
public record IndexDefinition(int fieldId, ScalarIndex kind) {}
