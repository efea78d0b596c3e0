package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a table after something went wrong in the middle. */
class FailureTest {
  private static final Schema NOTES = Schema.builder().key("id", Types.int64()).build();

  @TempDir Path folder;
  private FilesThatFail files;
  private Env env;

  @BeforeEach
  void open() {
    files = new FilesThatFail(DiskFileStore.create(folder));
    env = new SystemEnv(files);
  }

  @AfterEach
  void close() {
    env.close();
  }

  @Test
  void rowsSurviveAFlushThatRanOutOfMemory() {
    try (Database db = Database.open(env, DatabaseOptions.DEFAULT)) {
      Table notes = db.createTable("notes", NOTES);
      notes.upsert(Row.of("id", 1));
      files.beforeCreate = failingAt("notes/data/", new OutOfMemoryError("as if"));
      assertThatThrownBy(notes::flush).isInstanceOf(OutOfMemoryError.class);
      files.beforeCreate = path -> {};
      assertThatThrownBy(() -> notes.upsert(Row.of("id", 2))).isInstanceOf(Closed.class);
      assertThatThrownBy(notes::flush).isInstanceOf(Closed.class);
      assertThat(notes.count()).isEqualTo(1);
    }
    try (Database db = Database.open(env, DatabaseOptions.DEFAULT)) {
      assertThat(db.openTable("notes").get(1)).isNotNull();
    }
  }

  @Test
  void aTableIsDroppedThoughTheDiskIsFull() {
    try (Database db = Database.open(env, DatabaseOptions.DEFAULT)) {
      Table notes = db.createTable("notes", NOTES);
      notes.upsert(Row.of("id", 1));
      files.beforeAppend =
          path -> {
            throw new StorageFailure("no space left, as if");
          };
      db.dropTable("notes");
      assertThat(db.hasTable("notes")).isFalse();
      assertThat(files.list("")).doesNotContain("notes");
      assertThatThrownBy(() -> notes.upsert(Row.of("id", 2))).isInstanceOf(Closed.class);
    }
  }

  @Test
  void aTableCreatedAfterADropThatFailedHalfWayStays() {
    try (Database db = Database.open(env, DatabaseOptions.DEFAULT)) {
      db.createTable("notes", NOTES);
      files.beforeDelete = failingAt("notes/wal/", new StorageFailure("as if"));
      assertThatThrownBy(() -> db.dropTable("notes")).isInstanceOf(StorageFailure.class);
      assertThat(db.hasTable("notes")).isFalse();
      files.beforeDelete = path -> {};
      db.createTable("notes", NOTES).upsert(Row.of("id", 7));
    }
    try (Database db = Database.open(env, DatabaseOptions.DEFAULT)) {
      assertThat(db.openTable("notes").get(7)).isNotNull();
    }
  }

  @Test
  void filesThatCannotBeDeletedYetDoNotEndWriting() {
    DatabaseOptions options = DatabaseOptions.DEFAULT.withMaximumSegments(2);
    try (Database db = Database.open(env, options)) {
      Table notes = db.createTable("notes", NOTES);
      files.beforeDelete = failingAt("notes/", new StorageFailure("as if somebody had it open"));
      for (int i = 0; i < 8; i++) {
        notes.upsert(Row.of("id", i));
        notes.flush();
        notes.optimize();
      }
      assertThat(notes.count()).isEqualTo(8);
    }
    files.beforeDelete = path -> {};
    try (Database db = Database.open(env, options)) {
      Table notes = db.openTable("notes");
      assertThat(notes.count()).isEqualTo(8);
      assertThat(notes.verify().problems()).isEmpty();
      assertThat(files.list("notes/manifest")).hasSizeLessThanOrEqualTo(2);
      // One file of the newest manifest, two of the one before.
      assertThat(files.list("notes/data")).hasSizeLessThanOrEqualTo(3);
    }
  }

  @Test
  void aDatabaseThatRanOutOfMemoryAsItClosedCanBeOpenedAgain() {
    Database db = Database.open(env, DatabaseOptions.DEFAULT);
    db.createTable("notes", NOTES).upsert(Row.of("id", 1));
    db.createTable("others", NOTES).upsert(Row.of("id", 2));
    files.beforeAppend =
        path -> {
          if (path.startsWith("notes/wal/")) {
            throw new OutOfMemoryError("as if");
          }
        };
    assertThatThrownBy(db::close).isInstanceOf(OutOfMemoryError.class);
    files.beforeAppend = path -> {};
    try (Database again = Database.open(env, DatabaseOptions.DEFAULT)) {
      assertThat(again.openTable("notes").count()).isEqualTo(1);
      assertThat(again.openTable("others").count()).isEqualTo(1);
    }
  }

  private static Consumer<String> failingAt(String folder, RuntimeException failure) {
    return path -> {
      if (path.startsWith(folder) && !path.endsWith(".tmp")) {
        throw failure;
      }
    };
  }

  private static Consumer<String> failingAt(String folder, Error failure) {
    return path -> {
      if (path.startsWith(folder) && !path.endsWith(".tmp")) {
        throw failure;
      }
    };
  }
}
