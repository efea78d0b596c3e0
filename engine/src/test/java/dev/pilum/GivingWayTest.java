package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.ForwardingEnv;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who writes segments gives way to searches every few pages; who commits does not. */
class GivingWayTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).field("words", Types.utf8()).build();

  @TempDir private Path folder;

  @Test
  void flushesAndMergesGiveWayAndCommitsDoNot() {
    CountingEnv env =
        new CountingEnv(new SystemEnv(DiskFileStore.create(folder)), new AtomicInteger());
    try (Database database = Database.open(env, DatabaseOptions.DEFAULT)) {
      Table table = database.createTable("t", SCHEMA);
      table.add(rows(0));
      assertThat(env.given()).hasValue(0);
      table.flush();
      assertThat(env.given()).hasValueGreaterThan(10);
      table.add(rows(10_000));
      table.flush();
      int flushed = env.given().get();
      table.optimize();
      assertThat(env.given()).hasValueGreaterThan(flushed + 20);
    } finally {
      env.close();
    }
  }

  /** Returns rows of a megabyte. */
  private static List<Map<String, Object>> rows(long firstId) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (long id = firstId; id < firstId + 10_000; id++) {
      rows.add(Map.of("id", id, "words", "word ".repeat(20)));
    }
    return rows;
  }

  /**
   * Counts how often somebody gives way. Its clock stands still: whoever is away for long need not
   * give way again for as long, and on a busy machine that may happen at any time.
   */
  private record CountingEnv(SystemEnv env, AtomicInteger given) implements ForwardingEnv {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void giveWay() {
      given.incrementAndGet();
    }
  }
}
