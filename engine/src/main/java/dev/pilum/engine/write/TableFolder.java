package dev.pilum.engine.write;

import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.StorePath;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.manifest.FileMeta;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder of one table: where its files lie and which number the next one gets. Numbers are
 * never used twice.
 *
 * <p>Safe for use by many threads.
 */
public final class TableFolder {
  private static final String DATA = "data";
  private static final String INDEX = "index";
  private static final String LOG = "wal";

  private final FileStore files;
  private final String root;
  private final Runnable giveWay;
  private final AtomicLong nextNumber;

  /** Speaks of the folder {@code root} inside {@code files}. */
  public TableFolder(FileStore files, String root) {
    this(files, root, () -> {}, new AtomicLong(1));
  }

  private TableFolder(FileStore files, String root, Runnable giveWay, AtomicLong nextNumber) {
    this.files = files;
    this.root = root;
    this.giveWay = giveWay;
    this.nextNumber = nextNumber;
  }

  /** Speaks of the folder {@code root} of somebody who writes segments in the background. */
  static TableFolder yielding(Env env, String root) {
    return new TableFolder(
        new YieldingFiles(env, root + "/" + LOG + "/"), root, env::giveWay, new AtomicLong(1));
  }

  /** Returns the same folder for whoever opens it and is alone: see {@link ListedOnce}. */
  TableFolder listedOnce() {
    return new TableFolder(new ListedOnce(files), root, giveWay, nextNumber);
  }

  /** Returns the files it lies among. */
  public FileStore files() {
    return files;
  }

  /** Lets others go first, as whoever writes files of segments does between pages of them. */
  void giveWay() {
    giveWay.run();
  }

  /** Returns the path of the table's folder. */
  public String root() {
    return root;
  }

  /** Returns the path of the folder of the logs. */
  public String logDirectory() {
    return root + "/" + LOG;
  }

  /** Returns where a file of a segment is. */
  public String pathOf(FileMeta file) {
    return root + "/" + file.path();
  }

  /** Returns the lowest number not yet used. */
  public long nextNumber() {
    return nextNumber.get();
  }

  /** Uses up all numbers below {@code number}. */
  public void skipTo(long number) {
    long next = nextNumber.get();
    while (next < number && !nextNumber.compareAndSet(next, number)) {
      next = nextNumber.get();
    }
  }

  /** Returns a number for a segment or a file. */
  public long newNumber() {
    return nextNumber.getAndIncrement();
  }

  /** Returns a path, inside the table's folder, for a new file of a kind. */
  public String newPath(FileMeta.Kind kind) {
    String number = StorePath.padded(newNumber(), 8);
    return switch (kind) {
      case SCALARS, VECTOR -> DATA + "/" + number + ".arrow";
      case DELETES -> DATA + "/" + number + ".del";
      case KEYS -> INDEX + "/keys-" + number;
      case GRAPH -> INDEX + "/hnsw-" + number;
      case CALIBRATION -> INDEX + "/ef-" + number;
      case TEXT -> INDEX + "/text-" + number;
      case ZONES -> INDEX + "/zones-" + number;
      case ORDERED -> INDEX + "/ordered-" + number;
      case BITMAP -> INDEX + "/bitmap-" + number;
      case LABELS -> INDEX + "/labels-" + number;
    };
  }

  /** Creates the folders of a new table; their names are durable when this returns. */
  public void create() {
    files.createDirectory(root);
    for (String folder : List.of(DATA, INDEX, LOG, "manifest", "refs", "refs/tags")) {
      files.createDirectory(root + "/" + folder);
    }
    files.forceDirectory(root + "/refs");
    files.forceDirectory(root);
    files.forceDirectory("");
  }

  /** Makes the names of files in the folders of data and indexes durable. */
  public void forceNames() {
    files.forceDirectory(root + "/" + DATA);
    files.forceDirectory(root + "/" + INDEX);
  }

  /** Deletes a file that nobody needs, {@linkplain #leniently leniently}. */
  public void deleteUnneeded(String path) {
    String whole = root + "/" + path;
    leniently(() -> {
      if (files.isDirectory(whole)) { // of a text index that a crash left half built
        files.list(whole).forEach(name -> files.delete(whole + "/" + name));
      }
      files.delete(whole);
    });
  }

  /**
   * Deletes what nobody needs. What cannot be deleted now, because a system will not delete what
   * somebody has open, stays until the table is opened next: that is no reason to stop writing.
   */
  void leniently(Runnable deletion) {
    try {
      deletion.run();
    } catch (StorageFailure e) {
      UpkeepLog.LOG.info("garbage of '{}' stays for now: {}", root, e.getMessage());
    }
  }

  /** Returns the paths, inside the table's folder, of all files of data and indexes on the disk. */
  public List<String> segmentFiles() {
    List<String> paths = new java.util.ArrayList<>();
    for (String folder : List.of(DATA, INDEX)) {
      for (String name : files.list(root + "/" + folder)) {
        paths.add(folder + "/" + name);
      }
    }
    return paths;
  }

  /** Returns the number in the name of a file of data or indexes, or 0 when there is none. */
  public static long numberOf(String path) {
    long number = 0;
    int digits = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
        digits++;
      }
    }
    return digits > 18 ? 0 : number;
  }
}
