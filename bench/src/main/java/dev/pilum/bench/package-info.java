/**
 * Benchmarks that check their own answers or compare with a baseline of the same run, for JMH: the
 * log, the key index, rows in memory, filters, exact search, graphs and their builds, text and
 * hybrid search, openings, flushes and compactions. Tests run each of them small.
 *
 * <p>After a build, with what each allocates: {@code java -cp
 * 'bench/target/classes:bench/target/lib/*' org.openjdk.jmh.Main DocumentSearchBenchmark -prof gc}.
 */
@NullMarked
package dev.pilum.bench;

import org.jspecify.annotations.NullMarked;
