/**
 * Mirrors of Pilum's tables in PostgreSQL with pgvector, and the way back. {@link
 * dev.pilum.pgvector.PgMirror} is the way in.
 */
@org.jspecify.annotations.NullMarked
package dev.pilum.pgvector;
