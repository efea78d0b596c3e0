package dev.pilum.testkit.real;

import dev.pilum.Database;
import dev.pilum.Durability;
import dev.pilum.Table;
import dev.pilum.storage.error.PilumException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A process that writes without end, and says on its standard output what it is about to write and
 * what was acknowledged, as {@link LoadHistory} reads it. Ends when killed, when the disk fails, or
 * with whoever reads what it says.
 */
public final class LoadWriter {
  private static final int WRITERS = 4;
  private static final int SLOTS = 40;

  /** Exit value when nobody reads any more: who would have killed it has died. */
  static final int ABANDONED = 3;

  /** Leaves room for a million writes by each thread of each process. */
  private static final long WRITES_OF_A_ROUND = 10_000_000;

  /** Closing it would close the descriptor. */
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);

  private final ReentrantLock lines = new ReentrantLock();
  private final Table table;
  private final long firstWrite;

  private LoadWriter(Table table, long round) {
    this.table = table;
    this.firstWrite = 1 + round * WRITES_OF_A_ROUND;
  }

  /**
   * Writes until killed.
   *
   * @param arguments the folder; the number of this round, which no earlier one of the folder had;
   *     a seed; a {@link Durability}
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    SplittableRandom random = new SplittableRandom(Long.decode(arguments[2]));
    Durability durability = Durability.valueOf(arguments[3]);
    Database database = Database.open(folder, LoadTable.options(durability));
    Table table = database.createTableIfAbsent(LoadTable.NAME, LoadTable.schema());
    new LoadWriter(table, Long.parseLong(arguments[1])).runAll(random);
  }

  private void runAll(SplittableRandom random) throws InterruptedException {
    print("writing\n");
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int thread = i;
      SplittableRandom own = random.split();
      threads.add(Thread.ofPlatform().start(() -> untilItFails(() -> write(thread, own))));
    }
    SplittableRandom own = random.split();
    threads.add(Thread.ofPlatform().start(() -> untilItFails(() -> keepUp(own))));
    threads.add(Thread.ofPlatform().start(() -> untilItFails(this::search)));
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void untilItFails(Runnable work) {
    try {
      work.run();
    } catch (PilumException e) {
      print("# " + e.code() + ": " + e.getMessage() + "\n");
    }
  }

  private void write(int thread, SplittableRandom random) {
    for (long write = firstWrite + thread; ; write += WRITERS + 1) {
      String slot = "t" + thread + "s" + random.nextInt(SLOTS);
      boolean emptied = random.nextInt(6) == 0;
      print(LoadHistory.intended(thread, slot, emptied ? 0 : write));
      if (emptied) {
        table.deleteAll(LoadTable.keys(slot));
      } else {
        table.upsert(LoadTable.rows(slot, write));
      }
      print(LoadHistory.acknowledged(thread));
    }
  }

  private void keepUp(SplittableRandom random) {
    while (true) {
      switch (random.nextInt(4)) {
        case 0 -> table.flush();
        case 1 -> table.optimize();
        case 2 -> table.awaitUpkeep();
        default -> {
          boolean wanted = random.nextBoolean();
          print(LoadHistory.intended(WRITERS, LoadTable.INDEX_SLOT, wanted ? 1 : 0));
          LoadTable.setIndex(table, wanted);
          print(LoadHistory.acknowledged(WRITERS));
        }
      }
    }
  }

  private void search() {
    while (true) {
      table.searchText("body", "written").hits();
      table.search("v", new float[8]).text("body", "into").hits();
    }
  }

  /** One system call for each line, so that a kill leaves no half ones. */
  private void print(String line) {
    lines.lock();
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      Runtime.getRuntime().halt(ABANDONED);
    } finally {
      lines.unlock();
    }
  }
}
