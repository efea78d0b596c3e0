package dev.pilum.storage.scalar;

import dev.pilum.storage.schema.ScalarIndex;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the columns of some rows beside the columns themselves. All of it may be
 * missing: whoever asks must know another way.
 *
 * <p>Safe for use by many threads.
 */
public interface ColumnIndexes {
  /** Knows nothing. */
  ColumnIndexes NONE =
      new ColumnIndexes() {
        @Override
        public @Nullable Zones zones(String column) {
          return null;
        }

        @Override
        public @Nullable ValueIndex index(String column, ScalarIndex kind) {
          return null;
        }
      };

  /** Returns the zones of a column, or {@code null}. */
  @Nullable Zones zones(String column);

  /** Returns an index of a column, or {@code null}. */
  @Nullable ValueIndex index(String column, ScalarIndex kind);
}
