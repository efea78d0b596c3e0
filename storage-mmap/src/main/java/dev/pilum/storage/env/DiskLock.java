package dev.pilum.storage.env;

import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/*
 * POSIX locks belong to the process, not to the handle: when a process closes any handle on the file, its lock is gone without a word,
 * though the handle that took it is still open. So nobody ever opens the lock file but this class, and this class only when the
 * process does not hold it yet. That needs one table for the whole process, the only static state in Pilum: two stores on the same
 * folder must know of each other. What others may want to know about the holder stands in a file beside it, "<path>.owner", which goes
 * when the lock is given back: where it is still there, its process was killed.
 */
/** The exclusive lock on a real disk. */
final class DiskLock implements FileLock {
  /** Who in this process holds which lock file (by real path). */
  private static final ConcurrentHashMap<Path, String> HELD = new ConcurrentHashMap<>();

  /** What describes an owner is far shorter; a longer file is none of ours. */
  private static final int MOST_OWNER_BYTES = 1 << 10;

  private final String path;
  private final Path file;
  private final FileChannel channel;
  private final boolean afterCrash;

  private DiskLock(String path, Path file, FileChannel channel, boolean afterCrash) {
    this.path = path;
    this.file = file;
    this.channel = channel;
    this.afterCrash = afterCrash;
  }

  /** Takes the lock; {@code file} lies in a folder whose path is real. */
  static DiskLock take(String path, Path file, String owner, DiskModes modes) {
    String description = describe(owner);
    String holder = HELD.putIfAbsent(file, description);
    if (holder != null) {
      throw conflict(path, "this process already: " + holder);
    }
    boolean taken = false;
    try {
      DiskLock lock = DiskCall.call("lock", path, () -> open(path, file, description, modes));
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        HELD.remove(file);
      }
    }
  }

  /**
   * Returns whether {@code file} is a lock file that this process holds and therefore must not
   * open.
   */
  static boolean holds(Path file) {
    return HELD.containsKey(file);
  }

  @Override
  public boolean isAfterCrash() {
    return afterCrash;
  }

  @Override
  public void close() {
    if (channel.isOpen()) {
      try {
        DiskCall.run(
            "delete the owner's name of", path, () -> Files.deleteIfExists(ownerFile(file)));
      } finally {
        leave();
      }
    }
  }

  @Override
  public void leave() {
    if (channel.isOpen()) {
      HELD.remove(file);
      DiskCall.run("unlock", path, channel::close);
    }
  }

  private static DiskLock open(String path, Path file, String description, DiskModes modes)
      throws IOException {
    if (Files.isSymbolicLink(file)) {
      throw new InvalidRequest("'%s' is a link; remove the link".formatted(path));
    }
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            modes.forFiles());
    boolean whole = false;
    try {
      if (!tryLock(channel)) {
        throw conflict(path, readOwner(file));
      }
      Path owner = ownerFile(file);
      boolean afterCrash = Files.exists(owner, LinkOption.NOFOLLOW_LINKS);
      // An interrupt in here has all of this run again, on a channel of its own.
      if (afterCrash) {
        // Over the one of who was killed: should we be, before ours is there, his must be.
        Path temporary = file.resolveSibling(file.getFileName() + ".owner.tmp");
        Files.deleteIfExists(temporary);
        writeOwner(temporary, description, modes);
        Files.move(temporary, owner, StandardCopyOption.ATOMIC_MOVE);
      } else {
        writeOwner(owner, description, modes);
      }
      whole = true;
      return new DiskLock(path, file, channel, afterCrash);
    } finally {
      if (!whole) {
        channel.close();
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another class loader's copy of this class holds it: its table is not ours.
      return false;
    }
  }

  private static Conflict conflict(String path, String holder) {
    return new Conflict(
        "'%s' is locked by %s; close that one, or open read-only".formatted(path, holder));
  }

  private static String describe(String owner) {
    String host =
        System.getenv()
            .getOrDefault("HOSTNAME", System.getenv().getOrDefault("COMPUTERNAME", "this host"));
    // Neither a format string nor an Instant's text: the first ones cost a fresh process 9 and 5
    // ms.
    LocalDateTime now =
        LocalDateTime.ofEpochSecond(Instant.now().getEpochSecond(), 0, ZoneOffset.UTC);
    return "process "
        + ProcessHandle.current().pid()
        + " on "
        + host
        + " since "
        + now
        + "Z ("
        + owner
        + ")";
  }

  private static Path ownerFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".owner");
  }

  private static String readOwner(Path file) throws IOException {
    Path ownerFile = ownerFile(file);
    if (!Files.isRegularFile(ownerFile, LinkOption.NOFOLLOW_LINKS)
        || !Files.isReadable(ownerFile)
        || Files.size(ownerFile) > MOST_OWNER_BYTES) {
      return "another process";
    }
    return new String(Files.readAllBytes(ownerFile), StandardCharsets.UTF_8); // whatever it holds
  }

  /** Not forced: after a power cut there is no owner. */
  private static void writeOwner(Path owner, String description, DiskModes modes)
      throws IOException {
    try (FileChannel out =
        FileChannel.open(
            owner,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            modes.forFiles())) {
      out.write(ByteBuffer.wrap(description.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
