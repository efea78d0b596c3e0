package dev.pilum.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.wal.LogEntry;
import dev.pilum.storage.wal.LogFiles;
import dev.pilum.storage.wal.LogHeader;
import dev.pilum.storage.wal.LogRange;
import dev.pilum.storage.wal.LogRecovery;
import dev.pilum.storage.wal.LogSummary;
import dev.pilum.storage.wal.LogWriter;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.SimulatedCrash;
import dev.pilum.testkit.SimulatedFileStore;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The life of one log, drawn from a seed: appends, groups, forces, rotations and flushes, broken
 * off by power cuts, kills and disk errors at any operation, also during recovery. After each it is
 * recovered as the engine does it, and compared with what was written and what was acknowledged.
 */
final class LogHistory {
  private static final long TABLE_ID = 0xABCDEF;
  private static final String DIRECTORY = "t/wal";

  private final SplittableRandom random;
  private final FaultPlan lies;
  private final TreeMap<Long, byte[]> written = new TreeMap<>();
  private SimulatedFileStore store;
  private @Nullable LogWriter log;
  private long lastSequence;
  private long acknowledged;
  private long flushed;
  private long floorEpoch;
  private int recoveries;
  private long replayed;

  LogHistory(long seed, FaultPlan lies) {
    this.random = new SplittableRandom(seed);
    this.lies = lies;
    this.store = new SimulatedFileStore(random.nextLong());
    store.createDirectory(DIRECTORY);
    store.forceDirectory("t");
    store.forceDirectory("");
  }

  /** Returns how often it came back from a crash or an error. */
  int recoveries() {
    return recoveries;
  }

  /** Returns how many records all recoveries together found. */
  long replayed() {
    return replayed;
  }

  /** Lives through this many interruptions. */
  void live(int interruptions) {
    for (int i = 0; i < interruptions; i++) {
      planInterruption();
      try {
        recover();
        for (int step = random.nextInt(40); step > 0; step--) {
          step();
        }
        restart();
      } catch (SimulatedCrash e) {
        powerUp();
      } catch (StorageFailure e) {
        restart();
      }
    }
    store.follow(lies);
    recover();
  }

  private void planInterruption() {
    long at = store.operationCount() + 1 + random.nextInt(60);
    Fault fault =
        switch (random.nextInt(4)) {
          case 0 -> Fault.IO_ERROR;
          case 1 -> Fault.NO_SPACE;
          default -> Fault.CRASH;
        };
    store.follow(operation -> operation.number() == at ? fault : lies.faultFor(operation));
  }

  private void powerUp() {
    log = null;
    store = store.crash();
  }

  private void restart() {
    log = null;
    store = random.nextBoolean() ? store.kill() : store.crash();
  }

  private void step() {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> append();
      case 4, 5, 6 -> force();
      case 7 -> appendGroup();
      case 8 -> rotate();
      default -> flushOrMark();
    }
  }

  private void append() {
    LogEntry entry = draw();
    log().appendAll(List.of(entry), acknowledged);
  }

  private void appendGroup() {
    List<LogEntry> group = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      group.add(draw());
    }
    log().appendAll(group, acknowledged);
  }

  private LogEntry draw() {
    int size = random.nextInt(20) == 0 ? 60_000 + random.nextInt(10_000) : random.nextInt(1500);
    byte[] payload = new byte[size];
    random.nextBytes(payload);
    written.put(++lastSequence, payload);
    int cut = random.nextInt(size + 1);
    return new LogEntry(
        lastSequence,
        List.of(
            MemorySegment.ofArray(payload).asSlice(0, cut),
            MemorySegment.ofArray(payload).asSlice(cut)));
  }

  private void force() {
    log().force();
    acknowledged = lastSequence;
  }

  private void rotate() {
    force();
    LogWriter old = log();
    log = LogWriter.create(store, DIRECTORY, old.header().next(old.forcedLengthBytes()));
    old.close();
  }

  /** A flush puts records into segments, whose manifest then asks for later logs only. */
  private void flushOrMark() {
    if (random.nextBoolean()) {
      log().mark(acknowledged);
      return;
    }
    rotate();
    flushed = acknowledged;
    floorEpoch = log().header().epoch();
    LogFiles.deleteBelow(store, DIRECTORY, floorEpoch);
  }

  private void recover() {
    List<Long> found = new ArrayList<>();
    LogSummary summary =
        LogRecovery.replay(
            store,
            DIRECTORY,
            new LogRange(TABLE_ID, floorEpoch, flushed),
            (sequence, payload) -> {
              assertThat(payload.toArray(ValueLayout.JAVA_BYTE))
                  .as("%s sequence %d", this, sequence)
                  .isEqualTo(written.get(sequence));
              found.add(sequence);
            });
    check(found, summary);
    lastSequence = summary.lastSequence();
    written.tailMap(lastSequence, false).clear();
    relog(summary.nextEpoch());
    recoveries++;
    replayed += found.size();
  }

  private void check(List<Long> found, LogSummary summary) {
    assertThat(summary.lastSequence())
        .as("%s lost acknowledged records", this)
        .isGreaterThanOrEqualTo(acknowledged);
    assertThat(summary.recordCount()).isEqualTo(found.size());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).as("%s", this).isEqualTo(flushed + 1 + i);
    }
    assertThat(flushed + found.size()).as("%s", this).isEqualTo(summary.lastSequence());
  }

  /**
   * What was replayed may not be on the disk: a force may have failed. Nothing is acknowledged from
   * the old files.
   */
  private void relog(long epoch) {
    log = LogWriter.prepare(store, DIRECTORY, LogHeader.first(TABLE_ID, epoch));
    written
        .tailMap(flushed, false)
        .forEach((sequence, payload) -> log().append(sequence, flushed, ByteBuffer.wrap(payload)));
    log().publish();
    acknowledged = lastSequence;
    if (floorEpoch == 0) {
      floorEpoch = epoch;
    }
    LogFiles.deleteBelow(store, DIRECTORY, epoch);
    LogFiles.deleteUnfinished(store, DIRECTORY);
  }

  private LogWriter log() {
    LogWriter current = log;
    if (current == null) {
      throw new IllegalStateException("not recovered");
    }
    return current;
  }

  /** Says what it takes to understand a failure; printed by the assertion that fails. */
  @Override
  public String toString() {
    List<Operation> trace = store.trace();
    return "acknowledged %d, flushed %d, floor %d, last operations %s"
        .formatted(
            acknowledged,
            flushed,
            floorEpoch,
            trace.subList(Math.max(0, trace.size() - 40), trace.size()));
  }
}
