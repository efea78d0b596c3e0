/**
 * Conditions on rows, for {@link dev.pilum.Scan#where}, {@link dev.pilum.Search#where}, counts,
 * updates and deletes.
 *
 * <p>{@link dev.pilum.filter.Filters} makes them, {@link dev.pilum.filter.Filter} is what they are:
 * a tree to be built, inspected or translated. They are SQL's three-valued logic: a comparison with
 * a null is unknown, and rows match only where the whole is true. Numbers compare by value whatever
 * their types; NaN equals NaN and is greater than every other number; text compares by code points.
 * A column that does not exist, or a value that its type cannot be compared with, is refused when
 * the query runs.
 */
@NullMarked
package dev.pilum.filter;

import org.jspecify.annotations.NullMarked;
