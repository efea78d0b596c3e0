package dev.pilum.testkit.keys;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInKeyIndexTest extends KeyIndexContract {
  @TempDir private Path folder;

  @Override
  protected String keyIndex() {
    return DatabaseOptions.BUILTIN_KEY_INDEX;
  }

  @Test
  void anUnknownIndexIsRefusedWithTheDependencyToAddAndTheNamesThereAre() {
    DatabaseOptions options = DatabaseOptions.DEFAULT.withKeyIndex("chronicle");
    assertThatThrownBy(() -> Database.open(folder, options))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("'chronicle'")
        .hasMessageContaining("dev.pilum:pilum-chronicle")
        .hasMessageContaining("builtin and failing, hash");
  }

  @Test
  void anIndexWithAFileOfItsOwnNeedsARealFolder() {
    DatabaseOptions options = DatabaseOptions.DEFAULT.withKeyIndex(FailingKeyMaps.NAME);
    assertThatThrownBy(
            () -> Database.open(SimulatedEnv.inline(new SimulatedFileStore(1), 1), options))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("by its path");
  }
}
