package dev.pilum.bench;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.wal.LogHeader;
import dev.pilum.storage.wal.LogWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds to append one record of random bytes (seed 0x5EED) to the write-ahead log, forced
 * and not. Baselines: the same bytes appended to a bare file, which then is forced, data alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class LogBenchmark {
  /** A file is begun anew when it has become so long, as tables do with their logs. */
  private static final long MOST_BYTES = 64 << 20;

  /** Bytes of a record: a short row, and one with a vector of 384 coordinates and its text. */
  @Param({"600", "4096"})
  public int bytes = 600;

  private Path folder = Path.of("");
  private ByteBuffer record = ByteBuffer.allocate(0);
  private @Nullable LogWriter log;
  private @Nullable FileChannel bare;
  private long sequence;
  private long bareLength;

  /** Begins a log and a bare file. */
  @Setup(Level.Trial)
  public void create() throws IOException {
    folder = BenchFolder.create();
    byte[] random = new byte[bytes];
    new SplittableRandom(0x5EED).nextBytes(random);
    record = ByteBuffer.wrap(random);
    DiskFileStore store = DiskFileStore.create(folder);
    store.createDirectory("wal");
    log = LogWriter.create(store, "wal", LogHeader.first(1, 1));
    bare = bareFile();
  }

  /** Appends a record and has it on the disk. */
  @Benchmark
  public long appendAndForce() {
    LogWriter writer = append();
    writer.force();
    return writer.lengthBytes();
  }

  /** Appends a record. */
  @Benchmark
  public long appendOnly() {
    return append().lengthBytes();
  }

  /** Appends the bytes to a bare file and has them on the disk. */
  @Benchmark
  public long bareAppendAndForce() throws IOException {
    FileChannel file = bareAppend();
    file.force(false);
    return file.position();
  }

  /** Appends the bytes to a bare file. */
  @Benchmark
  public long bareAppendOnly() throws IOException {
    return bareAppend().position();
  }

  /** Deletes what {@link #create} began. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    log().close();
    bare().close();
    BenchFolder.delete(folder);
  }

  private LogWriter append() {
    LogWriter writer = log();
    if (writer.lengthBytes() > MOST_BYTES) {
      writer = next(writer);
      log = writer;
    }
    sequence++;
    writer.append(sequence, sequence - 1, record);
    return writer;
  }

  private LogWriter next(LogWriter writer) {
    writer.force();
    LogHeader header = writer.header().next(writer.lengthBytes());
    writer.close();
    return LogWriter.create(DiskFileStore.create(folder), "wal", header);
  }

  private FileChannel bareAppend() throws IOException {
    FileChannel file = bare();
    if (bareLength > MOST_BYTES) {
      file.close();
      file = bareFile();
      bare = file;
      bareLength = 0;
    }
    bareLength += file.write(record.duplicate());
    return file;
  }

  private FileChannel bareFile() {
    try {
      return FileChannel.open(
          folder.resolve("bare"),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LogWriter log() {
    LogWriter writer = log;
    assert writer != null : "create() began it";
    return writer;
  }

  private FileChannel bare() {
    FileChannel file = bare;
    assert file != null : "create() began it";
    return file;
  }
}
