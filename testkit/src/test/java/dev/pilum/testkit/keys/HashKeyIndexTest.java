package dev.pilum.testkit.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashKeyIndexTest extends KeyIndexContract {
  @TempDir private Path folder;

  @Override
  protected String keyIndex() {
    return HashKeyMaps.NAME;
  }

  @BeforeEach
  void fillATable() {
    try (Database db = open()) {
      Table table = db.createTable("t", Schema.builder().key("id", Types.int64()).build());
      for (long key = 0; key < 100; key++) {
        table.upsert(Row.of("id", key));
      }
      table.delete(7L);
    }
  }

  @Test
  void aMapSealedAtACleanCloseIsNotFilledAgain() {
    long puts = HashKeyMaps.PUTS.get();
    try (Database db = open()) {
      assertThat(db.openTable("t").exists(50L)).isTrue();
      assertThat(HashKeyMaps.PUTS).hasValue(puts);
    }
  }

  /** As many rows as before, so that only the stamp can tell. */
  @Test
  void aMapThatMissedAWriteIsFilledWithTheLiveRows() {
    try (Database db = Database.open(folder)) {
      db.openTable("t").delete(8L);
      db.openTable("t").upsert(Row.of("id", 1008L));
    }
    long puts = HashKeyMaps.PUTS.get();
    try (Database db = open()) {
      assertThat(db.openTable("t").exists(8L)).isFalse();
      assertThat(db.openTable("t").exists(1008L)).isTrue();
      assertThat(HashKeyMaps.PUTS).hasValue(puts + 99);
    }
  }

  @Test
  void readsAndWritesAskTheMap() {
    try (Database db = open()) {
      Table table = db.openTable("t");
      table.flush();
      long gets = HashKeyMaps.GETS.get();
      assertThat(table.get(7L)).isNull();
      assertThat(table.get(50L)).isNotNull();
      assertThat(HashKeyMaps.GETS).hasValue(gets + 2);
      table.add(List.of(Row.of("id", 1000L)));
      assertThat(HashKeyMaps.GETS).hasValue(gets + 3);
    }
  }

  @Test
  void theNewestVersionOfATimeIsOneThatCanBeSeen() {
    AtomicLong found = new AtomicLong();
    try (Database db = open()) {
      Table table = db.openTable("t");
      long before = table.version();
      HashKeyMaps.BEFORE_PUT.set(() -> {
        try (Snapshot newest = table.checkout(Instant.MAX)) {
          found.set(newest.version());
        }
      });
      table.upsert(Row.of("id", 2000L));
      assertThat(found).hasValue(before);
    } finally {
      HashKeyMaps.BEFORE_PUT.set(() -> {});
    }
  }

  private Database open() {
    return Database.open(folder, DatabaseOptions.DEFAULT.withKeyIndex(HashKeyMaps.NAME));
  }
}
