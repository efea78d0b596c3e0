/** What a file format has to provide to be imported and exported. */
@NullMarked
package dev.pilum.formats.spi;

import org.jspecify.annotations.NullMarked;
