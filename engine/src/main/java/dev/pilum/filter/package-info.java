/**
 * Conditions on rows, for {@link dev.pilum.Scan#where}, {@link dev.pilum.Search#where}, counts,
 * updates and deletes, and values computed from rows.
 *
 * <p>{@link dev.pilum.filter.Filters} makes them, {@link dev.pilum.Sql} reads them from SQL text,
 * {@link dev.pilum.filter.Filter} and {@link dev.pilum.filter.Expression} are what they are: trees
 * to be built, inspected or translated. A column that does not exist, or a value that its type
 * cannot be compared with, is refused before any row is looked at.
 *
 * <h2>What they mean</h2>
 *
 * <ul>
 *   <li><b>Null.</b> Conditions are SQL's three-valued logic: a comparison with a null is unknown,
 *       "not" leaves it unknown, rows match only where the whole is true. What is computed from a
 *       null is null, but for {@code coalesce} and {@code nullif}. A list that has null elements is
 *       asked about the others.
 *   <li><b>Numbers</b> compare by value, exactly, whatever their types: 2^53 + 1 is greater than
 *       the double 2^53. A decimal constant, such as 0.1 in SQL text or a {@link
 *       java.math.BigDecimal}, beside a floating-point number is the nearest of its width; a {@link
 *       java.lang.Double}, or 1e-1 in SQL text, is what it is.
 *   <li><b>NaN</b> equals NaN and is greater than every other number; 0.0 equals -0.0.
 *   <li><b>Calculations</b> with whole numbers give whole numbers of 64 bits: {@code 7 / 2} is 3.
 *       Where these overflow or are divided by zero, the result is null. Decimals with decimals and
 *       whole numbers stay exact; the result is null beyond 38 digits. Division of decimals, and
 *       everything with a floating-point number, is in float64, as IEEE 754 says: {@code 1.5 / 0}
 *       is infinite.
 *   <li><b>Casts</b> that cannot be made give null; of a constant text they are refused. A number
 *       loses its fraction on its way to a whole one, and is rounded on its way to a decimal,
 *       halves away from zero.
 *   <li><b>Text</b> compares by code points. Upper and lower case are independent of language.
 *   <li><b>Dates and times</b> compare with constants of their Java type or in ISO 8601. Beside
 *       timestamps a day is its start; beside timestamps with a zone a local time is in that zone.
 * </ul>
 */
@NullMarked
package dev.pilum.filter;

import org.jspecify.annotations.NullMarked;
