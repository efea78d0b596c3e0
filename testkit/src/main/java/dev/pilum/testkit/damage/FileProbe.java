package dev.pilum.testkit.damage;

import static java.util.Comparator.comparingInt;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.fts.index.TextIndexHeader;
import dev.pilum.fts.store.PackedFile;
import dev.pilum.hnsw.EfCalibrationFile;
import dev.pilum.hnsw.HnswGraphFile;
import dev.pilum.storage.arrow.ArrowFileReader;
import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.StorePath;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.keys.KeyFile;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.scalar.BitmapFile;
import dev.pilum.storage.scalar.OrderedFile;
import dev.pilum.storage.scalar.ZoneFile;
import dev.pilum.storage.segment.DeleteFile;
import dev.pilum.storage.wal.LogRange;
import dev.pilum.storage.wal.LogRecovery;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Has bytes read as a file of a {@link SampleTable}: by its parser alone, or in the place of such a
 * file by the whole database. Both answer or throw {@link Corruption} or {@link InvalidRequest};
 * anything else is a mistake of theirs. One thread.
 */
public final class FileProbe {
  private static final String TABLE = "t";

  private final FileType type;
  private final SimulatedFileStore sound = new SimulatedFileStore(1);
  private final FolderImage image;
  private final long tableId;

  /** Makes the table; {@code seed} draws its rows. */
  public FileProbe(FileType type, long seed) {
    this.type = type;
    try (Database database = database(sound)) {
      SampleTable.create(database, TABLE, seed);
    }
    this.image = FolderImage.of(sound);
    ManifestStore manifests = new ManifestStore(sound, TABLE);
    this.tableId = manifests.read(manifests.generations().getFirst()).tableId();
  }

  /** Returns the table's files of this type, the oldest first; of manifests only the newest. */
  public List<byte[]> samples() {
    return paths().stream().map(image::bytes).toList();
  }

  /** Opens a file as its readers do. */
  public void parse(byte[] bytes) {
    SimulatedFileStore files = new SimulatedFileStore(1);
    String path = place(bytes);
    write(files, path, bytes);
    int rows = SampleTable.SEGMENT_ROWS;
    try (Arena arena = Arena.ofShared()) {
      switch (type) {
        case MANIFEST -> new ManifestStore(files, TABLE).read(number(path));
        case LOG -> {
          LogRange all = new LogRange(tableId, number(path), 0);
          LogRecovery.replay(files, StorePath.parent(path), all, (sequence, payload) -> {});
        }
        case ARROW -> ArrowFileReader.open(files, path, bytes.length, arena);
        case DELETES -> DeleteFile.read(files, path, rows);
        case KEYS -> lookUp(KeyFile.open(files, path, bytes.length, rows, arena));
        case HNSW -> HnswGraphFile.open(files, path, arena);
        case EF -> EfCalibrationFile.read(files, path);
        case TEXT -> {
          TextIndexHeader.verify(files, path);
          CRC32C crc = new CRC32C();
          crc.update(bytes);
          PackedFile.Written written = new PackedFile.Written(bytes.length, (int) crc.getValue());
          PackedFile.open(files, path, written, arena);
        }
        case ZONES -> ZoneFile.open(files, path, bytes.length, rows, arena);
        case ORDERED -> OrderedFile.check(files, path, bytes.length, rows);
        case BITMAP, LABELS -> BitmapFile.check(files, path, bytes.length, rows);
        case MARK -> throw new AssertionError("nobody parses a mark");
      }
    }
  }

  /**
   * Puts the bytes in the place of one of the table's files of this type, opens the table and asks
   * it everything. Answers may be wrong, since checksums say nothing here.
   *
   * @throws Corruption if the table does not open
   * @throws InvalidRequest if the table does not open
   */
  public void ask(byte[] bytes) {
    SimulatedFileStore disk = sound.fork();
    FolderImage.replace(disk, place(bytes), bytes);
    try (Database database = database(disk)) {
      Table table = database.openTable(TABLE);
      for (int question = 0; question < Questions.count(); question++) {
        ask(table, question);
      }
      table.verify();
    }
    if (disk.openHandles() != 0) {
      throw new AssertionError("files or maps stay open");
    }
  }

  private static void ask(Table table, int question) {
    try {
      Questions.ask(question, table);
    } catch (Corruption | InvalidRequest e) {
      assert e.getMessage() != null : "an error says what is wrong";
    }
  }

  /** Returns the file that the bytes are most like, for it has most likely become them. */
  private String place(byte[] bytes) {
    return paths().stream()
        .max(comparingInt(path -> likeness(image.bytes(path), bytes)))
        .orElseThrow();
  }

  /** Returns how many bytes are equal; of files of different lengths less. */
  private static int likeness(byte[] file, byte[] bytes) {
    int equal = file.length == bytes.length ? 1 << 20 : 0;
    for (int i = 0; i < Math.min(file.length, bytes.length); i++) {
      equal += file[i] == bytes[i] ? 1 : 0;
    }
    return equal;
  }

  /** Returns the number that is the name of a manifest or log. */
  private static long number(String path) {
    String name = StorePath.name(path);
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private List<String> paths() {
    List<String> all =
        image.paths().stream()
            .filter(path -> path.startsWith(TABLE + "/") && FileType.of(path) == type)
            .toList();
    return type == FileType.MANIFEST ? List.of(all.getLast()) : all;
  }

  private static Database database(FileStore files) {
    return Database.open(SimulatedEnv.inline(files, 1), SampleTable.OPTIONS);
  }

  private static void lookUp(KeyFile keys) {
    for (long hash = Long.MIN_VALUE; hash < 0; hash += Long.MAX_VALUE / 50) {
      for (long at = keys.first(hash); at != KeyFile.NONE; at = keys.next(hash, at)) {
        int ordinal = keys.ordinal(at);
        if (ordinal < 0 || ordinal >= keys.rowCount()) {
          throw new AssertionError("row " + ordinal + " of " + keys.rowCount());
        }
      }
    }
  }

  private static void write(FileStore files, String path, byte[] bytes) {
    files.createDirectory(StorePath.parent(path));
    try (AppendFile file = files.create(path)) {
      file.append(ByteBuffer.wrap(bytes));
    }
  }
}
