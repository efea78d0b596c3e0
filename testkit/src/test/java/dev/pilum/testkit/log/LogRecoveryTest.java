package dev.pilum.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.wal.LogEntry;
import dev.pilum.storage.wal.LogFiles;
import dev.pilum.storage.wal.LogHeader;
import dev.pilum.storage.wal.LogRange;
import dev.pilum.storage.wal.LogRecovery;
import dev.pilum.storage.wal.LogSummary;
import dev.pilum.storage.wal.LogWriter;
import dev.pilum.testkit.SimulatedFileStore;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogRecoveryTest {
  private static final long TABLE_ID = 77;
  private static final String DIRECTORY = "wal";
  private static final int HEADER_BYTES = 64;

  private final SimulatedFileStore store = new SimulatedFileStore(0x5EED);
  private final List<String> replayed = new ArrayList<>();

  @BeforeEach
  void makeFolder() {
    store.createDirectory(DIRECTORY);
  }

  @Test
  void anEmptyFolderHoldsNothing() {
    assertThat(replay(0, 0)).isEqualTo(new LogSummary(0, 0, 0, 0, 0, 1));
  }

  @Test
  void recordsComeBackInOrderWithTheirBytes() {
    try (LogWriter log = LogWriter.create(store, DIRECTORY, LogHeader.first(TABLE_ID, 1))) {
      log.append(1, 0, bytes("one"), bytes(""), bytes("1"));
      log.appendAll(
          List.of(
              new LogEntry(2, List.of(MemorySegment.ofBuffer(bytes("two")))),
              new LogEntry(5, List.of())),
          1);
      log.force();
      assertThat(replay(1, 0)).isEqualTo(new LogSummary(5, 1, log.lengthBytes(), 3, 0, 2));
      assertThat(log.forcedLengthBytes()).isEqualTo(log.lengthBytes());
    }
    assertThat(replayed).containsExactly("1 one1", "2 two", "5 ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 65_503, 65_504, 65_505, 262_111, 262_112, 262_113, 1_000_003})
  void payloadsOfEveryAwkwardSizeComeBackWhole(int size) {
    byte[] payload = new byte[size];
    for (int i = 0; i < size; i++) {
      payload[i] = (byte) (i * 31);
    }
    try (LogWriter log = LogWriter.create(store, DIRECTORY, LogHeader.first(TABLE_ID, 1))) {
      log.append(1, 0, bytes("before"));
      log.append(
          2,
          1,
          ByteBuffer.wrap(payload, 0, size / 3),
          ByteBuffer.wrap(payload, size / 3, size - size / 3));
      log.append(3, 2, bytes("after"));
    }
    List<byte[]> found = new ArrayList<>();
    LogRange range = new LogRange(TABLE_ID, 1, 0);
    LogRecovery.replay(
        store,
        DIRECTORY,
        range,
        (sequence, bytes) -> found.add(bytes.toArray(ValueLayout.JAVA_BYTE)));
    assertThat(found).hasSize(3);
    assertThat(found.get(1)).isEqualTo(payload);
    assertThat(found.get(2)).isEqualTo(bytes("after").array());
  }

  @Test
  void theChainIsWalkedBackToTheFloorAndKnownRecordsAreLeftOut() {
    LogHeader last = chainOfThree();
    assertThat(last.epoch()).isEqualTo(3);
    assertThat(replay(1, 0).recordCount()).isEqualTo(6);
    assertThat(replayed).containsExactly("1 a", "2 b", "3 c", "4 d", "5 e", "6 f");
    assertThat(replay(2, 2).recordCount()).isEqualTo(4);
    assertThat(replayed).containsExactly("3 c", "4 d", "5 e", "6 f");
    assertThat(replay(2, 5).recordCount()).isEqualTo(1);
    assertThat(replayed).containsExactly("6 f");
    assertThat(replay(3, 9))
        .extracting(LogSummary::lastSequence, LogSummary::recordCount)
        .containsExactly(9L, 0L);
  }

  @Test
  void aMissingLogIsAnErrorUnlessALaterOneNeedsNoOther() {
    chainOfThree();
    store.delete(LogFiles.path(DIRECTORY, 2));
    assertThatThrownBy(() -> replay(1, 0))
        .isInstanceOf(Corruption.class)
        .hasMessageContaining("0000000000000002.wal");
    assertThatThrownBy(() -> replay(4, 0))
        .isInstanceOf(Corruption.class)
        .hasMessageContaining("0000000000000004.wal");
    assertThat(replay(3, 4).recordCount()).isEqualTo(2);
    LogWriter.create(store, DIRECTORY, LogHeader.first(TABLE_ID, 9)).close();
    assertThat(replay(1, 0))
        .extracting(LogSummary::newestEpoch, LogSummary::nextEpoch)
        .containsExactly(9L, 10L);
  }

  @Test
  void aPreparedLogCountsOnlyWhenPublished() {
    chainOfThree();
    LogWriter log = LogWriter.prepare(store, DIRECTORY, LogHeader.first(TABLE_ID, 4));
    log.append(1, 0, bytes("A"));
    log.force();
    assertThat(replay(1, 0))
        .extracting(LogSummary::newestEpoch, LogSummary::nextEpoch)
        .containsExactly(3L, 5L);
    log.publish();
    log.append(2, 1, bytes("B"));
    assertThat(replay(1, 0).newestEpoch()).isEqualTo(4);
    assertThat(replayed).containsExactly("1 A", "2 B");
    assertThatThrownBy(() -> LogWriter.prepare(store, DIRECTORY, LogHeader.first(TABLE_ID, 4)))
        .isInstanceOf(StorageFailure.class);
  }

  @Test
  void deleteBelowLeavesTheFloorAndWhatIsNoLog() {
    chainOfThree();
    LogWriter.prepare(store, DIRECTORY, LogHeader.first(TABLE_ID, 4)).close();
    store.create("wal/notes.txt").close();
    LogFiles.deleteBelow(store, DIRECTORY, 3);
    assertThat(store.list(DIRECTORY))
        .containsExactly("0000000000000003.wal", "0000000000000004.wal.tmp", "notes.txt");
    LogFiles.deleteUnfinished(store, DIRECTORY);
    assertThat(store.list(DIRECTORY)).containsExactly("0000000000000003.wal", "notes.txt");
  }

  @Test
  void theLogOfAnotherTableIsRefused() {
    chainOfThree();
    assertThatThrownBy(() ->
            LogRecovery.replay(store, DIRECTORY, new LogRange(78, 1, 0), (sequence, payload) -> {}))
        .isInstanceOf(Corruption.class)
        .hasMessageContaining("table id");
  }

  @Test
  void aHeaderCutShortIsPassedOverUnlessRecordsFollowIt() {
    chainOfThree();
    byte[] header = content(LogFiles.path(DIRECTORY, 3));
    byte[] torn = Arrays.copyOf(header, 40);
    put(LogFiles.path(DIRECTORY, 4), torn);
    put(LogFiles.path(DIRECTORY, 5), Arrays.copyOf(torn, 4096));
    put(LogFiles.path(DIRECTORY, 6), new byte[0]);
    assertThat(replay(1, 0))
        .extracting(LogSummary::newestEpoch, LogSummary::nextEpoch)
        .containsExactly(3L, 7L);
    assertThat(replayed).hasSize(6);
    byte[] damaged = header.clone();
    damaged[20] ^= 1;
    put(LogFiles.path(DIRECTORY, 8), damaged);
    assertThatThrownBy(() -> replay(1, 0))
        .isInstanceOf(Corruption.class)
        .hasMessageContaining("0000000000000008.wal");
  }

  @Test
  void everyFlippedBitIsFoundOrHarmless() {
    LogWriter log = LogWriter.create(store, DIRECTORY, LogHeader.first(TABLE_ID, 1));
    log.append(1, 0, bytes("first"));
    log = LogWriter.create(store, DIRECTORY, rotated(log));
    log.append(2, 1, bytes("second record"));
    log.force();
    log.append(3, 2, bytes("third"));
    log.force();
    log.mark(3);
    log.force();
    long harmless = 0;
    for (long epoch = 1; epoch <= 2; epoch++) {
      String path = LogFiles.path(DIRECTORY, epoch);
      for (long bit = 0; bit < Math.min(store.length(path), 256) * Byte.SIZE; bit++) {
        harmless += harmlessAfterFlip(path, bit) ? 1 : 0;
      }
    }
    // Those in the mark itself, which is then dropped as a torn write, and in the reserved zeros
    // behind it.
    assertThat(harmless).isPositive();
  }

  @Test
  void damageToTheLastRecordLooksLikeATornWriteUntilALaterFrameSpeaksOfIt() {
    LogWriter log = LogWriter.create(store, DIRECTORY, LogHeader.first(TABLE_ID, 1));
    log.append(1, 0, bytes("one"));
    log.append(2, 0, bytes("two"));
    log.force();
    long last = log.lengthBytes() - 8;
    store.flipBit(LogFiles.path(DIRECTORY, 1), last * Byte.SIZE);
    LogSummary summary = replay(1, 0);
    assertThat(summary.lastSequence()).isEqualTo(1);
    assertThat(summary.droppedBytes()).isEqualTo(log.lengthBytes() - summary.validLengthBytes());
    log.append(3, 2, bytes("three"));
    assertThatThrownBy(() -> replay(1, 0))
        .isInstanceOf(Corruption.class)
        .hasMessageContaining("sequence 2 acknowledged");
  }

  @Test
  void damageInAnOlderLogIsFoundByTheLengthThatTheNextOneGives() {
    chainOfThree();
    // The payload of the second of two frames, 40 bytes each; behind it come reserved zeros, where
    // damage would not matter.
    store.flipBit(LogFiles.path(DIRECTORY, 2), (HEADER_BYTES + 40 + 32) * Byte.SIZE);
    assertThatThrownBy(() -> replay(1, 0))
        .isInstanceOf(Corruption.class)
        .hasMessageContaining("0000000000000002.wal");
    put("wal/short", Arrays.copyOf(content(LogFiles.path(DIRECTORY, 1)), HEADER_BYTES));
    store.rename("wal/short", LogFiles.path(DIRECTORY, 1));
    assertThatThrownBy(() -> replay(1, 0))
        .isInstanceOf(Corruption.class)
        .hasMessageContaining("0000000000000001.wal");
  }

  @Test
  void aLogStoredAsAValueIsNeverTakenForRecordsOfItsOwn() {
    LogWriter log = LogWriter.create(store, DIRECTORY, LogHeader.first(TABLE_ID, 1));
    log.append(1, 0, bytes("one"));
    log.append(2, 1, bytes("two"));
    byte[] image = content(LogFiles.path(DIRECTORY, 1));
    log.append(3, 1, ByteBuffer.wrap(image, HEADER_BYTES, image.length - HEADER_BYTES));
    byte[] all = content(LogFiles.path(DIRECTORY, 1));
    all[(int) log.lengthBytes() - 1] ^= 1;
    store.delete(LogFiles.path(DIRECTORY, 1));
    put(LogFiles.path(DIRECTORY, 1), all);
    assertThat(replay(1, 0).lastSequence()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30, (1 << 30) + 1, 100})
  void aHostileLengthCostsNoMoreMemoryThanTheFile(int length) {
    LogWriter log = LogWriter.create(store, DIRECTORY, LogHeader.first(TABLE_ID, 1));
    log.append(1, 0, bytes("one"));
    byte[] all = content(LogFiles.path(DIRECTORY, 1));
    byte[] longer = Arrays.copyOf(all, all.length + 64);
    ByteBuffer.wrap(longer)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(all.length + 4, length)
        .putLong(all.length + 8, 2);
    put("wal/x", longer);
    store.rename("wal/x", LogFiles.path(DIRECTORY, 1));
    assertThat(replay(1, 0)).extracting(LogSummary::lastSequence).isEqualTo(1L);
  }

  @Test
  void aPayloadAboveTheLimitIsRefusedBeforeAnythingIsWritten() {
    LogWriter log = LogWriter.create(store, DIRECTORY, LogHeader.first(TABLE_ID, 1));
    ByteBuffer[] parts =
        Collections.nCopies(1025, ByteBuffer.allocate(1 << 20)).toArray(new ByteBuffer[0]);
    assertThatThrownBy(() -> log.append(1, 0, parts))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("smaller batches");
    assertThat(log.lengthBytes()).isEqualTo(HEADER_BYTES);
    log.append(1, 0, bytes("fits"));
    assertThat(replay(1, 0).lastSequence()).isEqualTo(1);
  }

  @Test
  void aNewerFormatSaysThatANewerPilumIsNeeded() {
    byte[] header = new byte[HEADER_BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("PILUMWAL".getBytes(StandardCharsets.US_ASCII)).putInt(2);
    CRC32C crc = new CRC32C();
    crc.update(header, 0, 60);
    bytes.putInt(60, (int) crc.getValue());
    put(LogFiles.path(DIRECTORY, 1), header);
    assertThatThrownBy(() -> replay(1, 0))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("newer Pilum");
  }

  private boolean harmlessAfterFlip(String path, long bit) {
    store.flipBit(path, bit);
    try {
      replay(1, 0);
      assertThat(replayed)
          .as("bit %d of %s", bit, path)
          .containsExactly("1 first", "2 second record", "3 third");
      return true;
    } catch (PilumException e) {
      assertThat(e)
          .as("bit %d of %s", bit, path)
          .isInstanceOf(Corruption.class)
          .hasMessageContaining(path);
      return false;
    } finally {
      store.flipBit(path, bit);
    }
  }

  private LogHeader chainOfThree() {
    LogWriter log = LogWriter.create(store, DIRECTORY, LogHeader.first(TABLE_ID, 1));
    log.append(1, 0, bytes("a"));
    log.append(2, 1, bytes("b"));
    log = LogWriter.create(store, DIRECTORY, rotated(log));
    log.append(3, 2, bytes("c"));
    log.append(4, 3, bytes("d"));
    log = LogWriter.create(store, DIRECTORY, rotated(log));
    log.append(5, 4, bytes("e"));
    log.append(6, 5, bytes("f"));
    return log.header();
  }

  private static LogHeader rotated(LogWriter log) {
    log.force();
    log.close();
    return log.header().next(log.forcedLengthBytes());
  }

  private LogSummary replay(long floorEpoch, long afterSequence) {
    replayed.clear();
    LogRange range = new LogRange(TABLE_ID, floorEpoch, afterSequence);
    return LogRecovery.replay(
        store,
        DIRECTORY,
        range,
        (sequence, payload) ->
            replayed.add(
                sequence
                    + " "
                    + new String(payload.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8)));
  }

  private byte[] content(String path) {
    ByteBuffer target = ByteBuffer.allocate((int) store.length(path));
    try (ReadFile file = store.open(path)) {
      file.readFully(0, target);
    }
    return target.array();
  }

  private void put(String path, byte[] content) {
    try (AppendFile file = store.create(path)) {
      file.append(ByteBuffer.wrap(content));
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
