/** What commits changed, told version by version from the rows of one view. */
@NullMarked
package dev.pilum.engine.feed;

import org.jspecify.annotations.NullMarked;
