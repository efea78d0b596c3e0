/**
 * Parquet as a format among others: read by Hardwood, written by Apache Parquet, no Hadoop in it.
 */
@NullMarked
package dev.pilum.parquet;

import org.jspecify.annotations.NullMarked;
