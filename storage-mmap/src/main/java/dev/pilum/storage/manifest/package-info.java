/** Which files a table is made of, version by version; for Pilum's own modules. */
@NullMarked
package dev.pilum.storage.manifest;

import org.jspecify.annotations.NullMarked;
