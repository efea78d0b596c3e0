package dev.pilum.testkit;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileLock;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.FolderStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.env.StorePath;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.StorageFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/*
 * The disk at its worst, and the same again for the same seed. What is not promised does not happen reliably: bytes that were not
 * forced are lost, kept, torn at sectors or overtaken by later ones; names that were not forced come and go, each change by itself;
 * only a rename is one change. What is promised does happen: forced bytes and forced names are there after every crash.
 *
 * A store is one process's view of the disk until it ends: by crash() (power cut) or kill() (the process alone). Both return the
 * store that the next process finds; the old one throws SimulatedCrash from every call.
 */
/**
 * A {@link FileStore} in memory that misbehaves as disks do, as a seed and a {@link FaultPlan} say.
 * Safe for use by many threads.
 */
public final class SimulatedFileStore implements FileStore {
  /** Enough to read what led to a failure. */
  private static final int TRACE_OPERATIONS = 100_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final SimulatedDisk disk;
  private final SimulatedPaths paths;
  private final SimulatedHandles handles = new SimulatedHandles();
  private final SplittableRandom random;
  private final Deque<Operation> trace = new ArrayDeque<>();
  private final Map<String, String> locks = new HashMap<>();
  private FaultPlan plan = FaultPlan.none();
  private long operationCount;
  private boolean dead;

  /** Makes an empty disk whose whims follow from {@code seed}. */
  public SimulatedFileStore(long seed) {
    this(new SimulatedDisk(), new SplittableRandom(seed));
  }

  private SimulatedFileStore(SimulatedDisk disk, SplittableRandom random) {
    this.disk = disk;
    this.paths = new SimulatedPaths(disk);
    this.random = random;
  }

  /** Lets operations from now on go as {@code newPlan} says. */
  public void follow(FaultPlan newPlan) {
    locked(() -> plan = newPlan);
  }

  /** Cuts the power and returns the disk as the next process finds it, with no faults planned. */
  public SimulatedFileStore crash() {
    return locked(() -> {
      dead = true;
      return new SimulatedFileStore(disk.survivor(random), random.split());
    });
  }

  /**
   * Returns the disk as {@link #crash} would, while this one goes on as if nothing had happened:
   * one history shows what every moment of it would leave behind. A {@link FaultPlan} may call it,
   * and gets the disk as it is before the operation it is asked about.
   */
  public SimulatedFileStore fork() {
    return locked(() -> new SimulatedFileStore(disk.survivor(random), random.split()));
  }

  /**
   * Ends the process but not the system: all that was written is there, but what was not forced may
   * still be lost by a crash.
   */
  public SimulatedFileStore kill() {
    return locked(() -> {
      dead = true;
      return new SimulatedFileStore(disk, random.split());
    });
  }

  /**
   * Changes one bit of a file, durably, as a failing disk does; {@code bit} counts from the file's
   * start.
   */
  public void flipBit(String path, long bit) {
    locked(() -> {
      paths.file(path).flipBit(bit);
      return path;
    });
  }

  /** Takes away what lies behind the first {@code lengthBytes} bytes of a file, durably. */
  public void cutShort(String path, long lengthBytes) {
    locked(() -> {
      paths.file(path).cutShort(Math.toIntExact(lengthBytes));
      return path;
    });
  }

  /**
   * Returns how many files opened or created here are not closed, and how many arenas into which
   * files were mapped: 0 once all has been let go of.
   */
  public int openHandles() {
    return locked(handles::count);
  }

  /**
   * Returns a number that stands for all names and bytes that processes see: the same for the same,
   * and for others hardly ever.
   */
  public long fingerprint() {
    return locked(disk::fingerprint);
  }

  /** Returns how many operations there have been. */
  public long operationCount() {
    return locked(() -> operationCount);
  }

  /** Returns the latest operations, oldest first. */
  public List<Operation> trace() {
    return locked(() -> List.copyOf(trace));
  }

  @Override
  public AppendFile create(String path) {
    StorePath.check(path);
    return perform(
        OperationKind.CREATE,
        path,
        0,
        () -> handles.opened(new SimulatedAppendFile(this, path, paths.createFile(path))),
        fault -> sometimes(() -> paths.createFile(path)));
  }

  @Override
  public ReadFile open(String path) {
    StorePath.check(path);
    return perform(
        OperationKind.OPEN,
        path,
        0,
        () -> handles.opened(new SimulatedReadFile(this, path, readable(path))),
        fault -> {});
  }

  @Override
  public MemorySegment map(String path, long lengthBytes, Arena arena) {
    StorePath.check(path);
    return perform(
        OperationKind.MAP,
        path,
        lengthBytes,
        () -> copy(path, lengthBytes, arena),
        fault -> shortRead(path, fault));
  }

  @Override
  public boolean exists(String path) {
    StorePath.check(path);
    return perform(OperationKind.EXISTS, path, 0, () -> disk.find(path) != null, fault -> {});
  }

  @Override
  public boolean isDirectory(String path) {
    StorePath.check(path);
    return perform(
        OperationKind.EXISTS,
        path,
        0,
        () -> disk.find(path) instanceof SimulatedFolder,
        fault -> {});
  }

  @Override
  public long length(String path) {
    StorePath.check(path);
    return perform(
        OperationKind.LENGTH, path, 0, () -> (long) paths.file(path).length(), fault -> {});
  }

  @Override
  public List<String> list(String directory) {
    StorePath.checkDirectory(directory);
    return perform(OperationKind.LIST, directory, 0, () -> paths.names(directory), fault -> {});
  }

  @Override
  public void createDirectory(String directory) {
    StorePath.checkDirectory(directory);
    change(OperationKind.CREATE_DIRECTORY, directory, () -> paths.createFolders(directory));
  }

  @Override
  public void rename(String from, String to) {
    StorePath.check(from);
    StorePath.check(to);
    change(OperationKind.RENAME, from + " -> " + to, () -> paths.move(from, to));
  }

  @Override
  public boolean linkTo(String path, FileStore target, String targetPath) {
    if (target instanceof FolderStore folder) {
      return linkTo(path, folder.whole(), folder.wholePath(targetPath));
    }
    StorePath.check(path);
    StorePath.check(targetPath);
    if (target != this) {
      return false;
    }
    return perform(
        OperationKind.LINK,
        path + " -> " + targetPath,
        0,
        () -> paths.link(path, targetPath),
        fault -> sometimes(() -> paths.link(path, targetPath)));
  }

  @Override
  public void delete(String path) {
    StorePath.check(path);
    change(OperationKind.DELETE, path, () -> paths.remove(path));
  }

  @Override
  public void forceDirectory(String directory) {
    StorePath.checkDirectory(directory);
    change(OperationKind.FORCE_DIRECTORY, directory, () -> disk.force(paths.folder(directory)));
  }

  @Override
  public FileLock lock(String path, String owner) {
    StorePath.check(path);
    return perform(OperationKind.LOCK, path, 0, () -> takeLock(path, owner), fault -> {});
  }

  /**
   * Does one operation as the plan says.
   *
   * @param effect what it does when it goes well
   * @param inPart what may have been done when it does not
   */
  <T> T perform(
      OperationKind kind, String path, long bytes, Supplier<T> effect, PartialEffect inPart) {
    return locked(() -> {
      Operation operation = begin(kind, path, bytes);
      Fault fault = plan.faultFor(operation);
      return switch (fault) {
        case NONE -> effect.get();
        case SILENTLY_SKIPPED ->
            throw new IllegalArgumentException("the plan cannot skip: " + operation);
        case IO_ERROR, NO_SPACE, SHORT_READ, CRASH -> {
          inPart.apply(fault);
          throw failure(operation, fault);
        }
      };
    });
  }

  /** What happens to the disk when an operation fails. */
  @FunctionalInterface
  interface PartialEffect {
    void apply(Fault fault);
  }

  /** Does an operation that gives nothing back, and may therefore be skipped. */
  void performUnlessSkipped(
      OperationKind kind, String path, long bytes, Runnable effect, PartialEffect inPart) {
    locked(() -> {
      Operation operation = begin(kind, path, bytes);
      Fault fault = plan.faultFor(operation);
      switch (fault) {
        case NONE -> effect.run();
        case SILENTLY_SKIPPED -> {}
        case IO_ERROR, NO_SPACE, SHORT_READ, CRASH -> {
          inPart.apply(fault);
          throw failure(operation, fault);
        }
      }
      return path;
    });
  }

  void closed(Object handle) {
    locked(() -> handles.closed(handle));
  }

  SplittableRandom random() {
    return random;
  }

  private void change(OperationKind kind, String path, Runnable effect) {
    performUnlessSkipped(kind, path, 0, effect, fault -> sometimes(effect));
  }

  private void sometimes(Runnable effect) {
    if (random.nextBoolean()) {
      try {
        effect.run();
      } catch (StorageFailure e) {
        // It would have failed on a good disk too, and changed nothing.
        return;
      }
    }
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private Operation begin(OperationKind kind, String path, long bytes) {
    if (dead) {
      throw new SimulatedCrash("the power is off: %s %s".formatted(kind, path));
    }
    Operation operation = new Operation(++operationCount, kind, path, bytes);
    if (trace.size() == TRACE_OPERATIONS) {
      trace.removeFirst();
    }
    trace.addLast(operation);
    return operation;
  }

  private RuntimeException failure(Operation operation, Fault fault) {
    if (fault == Fault.CRASH) {
      dead = true;
      throw new SimulatedCrash("the power went off during " + operation);
    }
    String reason = fault == Fault.NO_SPACE ? "No space left on device" : "Input/output error";
    return new StorageFailure("simulated: cannot %s: %s".formatted(operation, reason));
  }

  private SimulatedFile readable(String path) {
    if (locks.containsKey(path)) {
      throw new Conflict(
          "'%s' is a lock that this process holds; nobody may touch it".formatted(path));
    }
    return paths.file(path);
  }

  private MemorySegment copy(String path, long lengthBytes, Arena arena) {
    SimulatedFile file = readable(path);
    if (lengthBytes > file.length()) {
      throw new Corruption(
          path, file.length(), "at least " + lengthBytes + " bytes", file.length() + " bytes");
    }
    handles.mappedInto(arena);
    // Real maps start at a page; 64 bytes is what column files count on.
    MemorySegment copy = arena.allocate(Math.max(1, lengthBytes), 64).asSlice(0, lengthBytes);
    file.copyTo(copy);
    return copy.asReadOnly();
  }

  static void shortRead(String path, Fault fault) {
    if (fault == Fault.SHORT_READ) {
      throw new Corruption(path, 0, "more bytes", "the file's end (simulated)");
    }
  }

  private FileLock takeLock(String path, String owner) {
    String holder = locks.putIfAbsent(path, owner);
    if (holder != null) {
      throw new Conflict("'%s' is locked by this process already: %s".formatted(path, holder));
    }
    if (disk.find(path) == null) {
      paths.createFile(path);
    }
    return new SimulatedLock(
        !disk.lockedPaths.add(path),
        () -> locked(() -> locks.remove(path, owner) && !dead && disk.lockedPaths.remove(path)),
        () -> locked(() -> locks.remove(path, owner)));
  }
}
