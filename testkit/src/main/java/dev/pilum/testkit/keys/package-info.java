/** What every key map must do. */
@NullMarked
package dev.pilum.testkit.keys;

import org.jspecify.annotations.NullMarked;
