/** What a table is made of: fields and their types. */
@NullMarked
package dev.pilum.storage.schema;

import org.jspecify.annotations.NullMarked;
