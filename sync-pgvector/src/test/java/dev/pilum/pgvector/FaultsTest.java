package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table that goes on changing, mirrored while backends are terminated, the mirror's database is
 * abandoned, its process killed, and the server killed: after each step a mirror that is let finish
 * has every row, byte for byte, and the exact watermark.
 */
class FaultsTest {
  private static final int KEYS = 500;

  /** What the process that is killed has, too. */
  static final MirrorOptions OPTIONS =
      MirrorOptions.of("faults")
          .withDdl(DdlMode.APPLY)
          .withBatchChanges(50)
          .withIndex(PgIndexKind.NONE);

  private final long seed = seed();
  private final Random random = new Random(seed);
  private final int steps = Integer.getInteger("pilum.pgvector.faults", 8);

  @TempDir Path folder;
  private Database db;
  private Table table;
  private PgMirror mirror;
  private final AtomicInteger hits = new AtomicInteger();
  private Path server;
  private String url;
  private PgTarget target;

  private static long seed() {
    String given = System.getProperty("seed", "");
    return given.isEmpty() ? 0x5EED : Long.decode(given);
  }

  /** A server of its own, because it is killed. */
  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        System.getenv("TEST_POSTGRES_FOLDER") != null,
        "needs a server that dev/pgvector starts, since it kills it: export"
            + " TEST_POSTGRES_FOLDER=$PWD/target/pgvector"
            + " TEST_POSTGRES_URL=$(dev/pgvector up target/pgvector)");
    server = Path.of("target", "pgvector-faults").toAbsolutePath();
    url = script("up");
    target = PgTarget.of(url);
    mirror = PgMirror.of(target, OPTIONS);
  }

  @AfterEach
  void stop() throws Exception {
    if (db != null) {
      db.close();
    }
    if (server != null) {
      script("down");
    }
  }

  /** Runs dev/pgvector; returns the last line of what it prints. */
  private String script(String command) throws Exception {
    Files.createDirectories(server.getParent());
    Path out = Files.createTempFile(server.getParent(), "pgvector", ".out");
    Process process =
        new ProcessBuilder(home().resolve("dev/pgvector").toString(), command, server.toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as("dev/pgvector %s", command).isZero();
    String printed = Files.readString(out).strip();
    Files.delete(out);
    return printed;
  }

  private static Path home() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("dev/pgvector"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  @Test
  void nothingIsLostOrAppliedTwiceWhoeverDiesWhen() throws Exception {
    try (Session session = Session.open(target, "public")) {
      session.runPlain("drop table if exists faults, pilum_sync");
    }
    open();
    mirror.mirror(table, MirrorStrategy.FULL);
    for (int step = 0; step < steps; step++) {
      change();
      switch (random.nextInt(4)) {
        case 0 -> interrupted(this::terminateBackends);
        case 1 -> abandonClient();
        case 2 -> killClient();
        default -> interrupted(this::killServer);
      }
      settle(step);
    }
    System.out.printf("%d of %d faults hit a mirror at work%n", hits.get(), steps);
  }

  private void open() {
    db = Database.open(folder.resolve("db"));
    table =
        db.createTableIfAbsent(
            "docs",
            Schema.builder()
                .key("id", Types.int64())
                .field("words", Types.utf8())
                .vector("v", 8, Metric.L2)
                .build());
  }

  private void change() {
    for (int commit = 0; commit < 10; commit++) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        float[] vector = new float[8];
        vector[random.nextInt(8)] = random.nextFloat();
        long id = random.nextInt(KEYS);
        rows.add(Row.of("id", id, "words", "w" + random.nextInt(), "v", vector));
      }
      table.upsert(rows);
      table.deleteAll(List.of((long) random.nextInt(KEYS), (long) random.nextInt(KEYS)));
    }
  }

  /** Mirrors on another thread, and lets the fault happen at a random moment meanwhile. */
  private void interrupted(Fault fault) throws Exception {
    boolean full = random.nextInt(4) == 0;
    CountDownLatch begun = new CountDownLatch(1);
    Thread mirroring =
        new Thread(() -> {
          begun.countDown();
          try {
            mirror.mirror(table, full ? MirrorStrategy.FULL : MirrorStrategy.INCREMENTAL);
          } catch (PilumException e) {
            hits.incrementAndGet();
          }
        });
    mirroring.start();
    begun.await();
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(60_000)));
    fault.happen();
    mirroring.join();
  }

  /** What a killed client leaves behind: a half-open transaction, and a feed that is behind. */
  private void abandonClient() throws Exception {
    interrupted(() -> db.close());
    open();
  }

  /** The process that mirrors is killed (SIGKILL), and another one goes on from what it left. */
  private void killClient() throws Exception {
    db.close();
    MirrorStrategy strategy =
        random.nextInt(4) == 0 ? MirrorStrategy.FULL : MirrorStrategy.INCREMENTAL;
    Process client =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                MirrorProcess.class.getName(),
                folder.resolve("db").toString(),
                "docs",
                url,
                strategy.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = client.inputReader()) {
      assertThat(said.readLine()).isEqualTo("mirrors");
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(400_000)));
      client.toHandle().destroyForcibly(); // closes nothing that it said
      client.onExit().join();
      hits.addAndGet(said.readLine() == null ? 1 : 0);
    }
    open();
  }

  private void terminateBackends() {
    try (Session session = Session.open(target, "public")) {
      session.rows(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pilum'"
              + " and pid <> pg_backend_pid()");
    }
  }

  private void killServer() throws Exception {
    String pid = Files.readAllLines(server.resolve("data/postmaster.pid")).getFirst();
    ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    script("up");
  }

  private void settle(int step) {
    String context = "step %d, -Dseed=%d".formatted(step, seed);
    mirror.mirror(table, MirrorStrategy.INCREMENTAL);
    Comparison found = mirror.verify(table);
    assertThat(found.different()).as(context).isEmpty();
    assertThat(found.version()).as(context).isEqualTo(table.version());
    try (Session session = Session.open(target, "public")) {
      assertThat(session.text("select version from pilum_sync where target_table = 'faults'"))
          .as(context)
          .isEqualTo(Long.toString(table.version()));
    }
  }

  /** Something that goes wrong. */
  private interface Fault {
    void happen() throws Exception;
  }
}
