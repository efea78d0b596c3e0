/**
 * Pilum, the embedded vector database for the JVM: a folder of tables with typed columns, written
 * durably, searched by vector.
 *
 * {@snippet file="dev/pilum/ReadmeExampleTest.java" region="example"}
 *
 * <h2>From opening to hits</h2>
 *
 * <table>
 * <caption>Where to look</caption>
 * <tr><th>step</th><th>type</th></tr>
 * <tr><td>open a folder, create and drop tables</td><td>{@link dev.pilum.Database}, {@link dev.pilum.DatabaseOptions}</td></tr>
 * <tr><td>say what the columns are</td><td>{@link dev.pilum.storage.schema.Schema#builder()} and {@link
 * dev.pilum.storage.schema.Types}, or {@link dev.pilum.Schemas} for a record whose components carry {@link dev.pilum.Key} and {@link
 * dev.pilum.VectorField}</td></tr>
 * <tr><td>write</td><td>{@link dev.pilum.Table}: rows as maps ({@link dev.pilum.Row} is a short way to make one) or as records; {@link
 * dev.pilum.BatchBuilder} for whole columns without boxing</td></tr>
 * <tr><td>read</td><td>{@link dev.pilum.Reader}: by key, {@link dev.pilum.Scan}, {@link dev.pilum.Search}; {@link
 * dev.pilum.filter.Filters} for conditions</td></tr>
 * <tr><td>read one version for a while</td><td>{@link dev.pilum.Table#snapshot()}</td></tr>
 * </table>
 *
 * <h2>What may be relied on</h2>
 *
 * <ul>
 *   <li>A write call is atomic, and on the disk when it returns ({@link dev.pilum.Durability}).
 *   <li>A read that starts after a write has returned sees it. Each read sees one version, whatever
 *       is written meanwhile.
 *   <li>With a primary key, one key has one row. Writers never conflict and need not take turns.
 *   <li>A search for k hits returns k if that many rows match its filter, nearest first, equal
 *       distances in the order of writing.
 *   <li>Databases, tables, snapshots and queries may be used by many threads; builders by one.
 *   <li>Results are copies: they stay good after the database is closed.
 * </ul>
 *
 * <h2>Errors</h2>
 *
 * <p>All are unchecked, of six kinds ({@link dev.pilum.storage.error}), and say what to do next:
 * {@link dev.pilum.storage.error.InvalidRequest} (change the call), {@link
 * dev.pilum.storage.error.Conflict} (somebody else has it), {@link dev.pilum.storage.error.Closed}
 * (open again), {@link dev.pilum.storage.error.Corruption} (stored bytes are damaged), {@link
 * dev.pilum.storage.error.StorageFailure} (the disk said no). After a failed write a table goes on
 * reading and refuses to write until it has been opened again, because only then is it known what
 * reached the disk.
 *
 * <h2>Speed</h2>
 *
 * <p>On the module path SIMD needs no flag. On the class path start Java with {@code --add-modules
 * jdk.incubator.vector}; without it everything works, slower, and a log line says so.
 */
@NullMarked
package dev.pilum;

import org.jspecify.annotations.NullMarked;
