package dev.pilum.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.keys.KeyIndexContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleKeyIndexTest extends KeyIndexContract {
  @TempDir private Path folder;

  @Override
  protected String keyIndex() {
    return "chronicle";
  }

  @Test
  void theMapLiesBesideTheOtherIndexesUntilTheTableIsOpenedWithoutIt() {
    Path map = folder.resolve("t").resolve("index").resolve("keys.map");
    Path stamp = map.resolveSibling("keys.map.stamp");
    try (Database db = Database.open(folder, DatabaseOptions.DEFAULT.withKeyIndex(keyIndex()))) {
      db.createTable("t", Schema.builder().key("id", Types.utf8()).build())
          .upsert(Row.of("id", "a"));
      assertThat(map).exists();
      assertThat(stamp).doesNotExist();
    }
    assertThat(stamp).exists();
    try (Database db = Database.open(folder)) {
      assertThat(db.openTable("t").exists("a")).isTrue();
      assertThat(map).doesNotExist();
      assertThat(stamp).doesNotExist();
    }
  }
}
