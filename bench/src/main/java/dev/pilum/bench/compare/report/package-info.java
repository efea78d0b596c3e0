/** What a comparison found, and how people and programs get to see it. Knows no engine. */
@NullMarked
package dev.pilum.bench.compare.report;

import org.jspecify.annotations.NullMarked;
