package dev.pilum.testkit.damage;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.storage.env.FileStore;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damages every file of a {@link SampleTable} in every way, one at a time, and asks what the
 * database makes of it. A second table of the same form is where swapped files come from.
 */
public final class DamageExplorer {
  /** The damaged table. */
  public static final String TABLE = "t";

  private static final String OTHER = "u";

  private final long seed;
  private final int most;
  private final SimulatedFileStore sound;
  private final FolderImage image;
  private final List<Object> answers;
  private final List<Object> answersMerged;
  private final DamageReport report = new DamageReport();
  private final List<AssertionError> failures = new ArrayList<>();

  /**
   * Makes the tables.
   *
   * @param most how many variants of each kind of damage for each file
   */
  public DamageExplorer(long seed, int most) {
    this.seed = seed;
    this.most = most;
    this.sound = new SimulatedFileStore(seed);
    try (Database database = database(sound)) {
      SampleTable.create(database, TABLE, seed);
      SampleTable.create(database, OTHER, seed + 1);
    }
    this.image = FolderImage.of(sound);
    try (Database database = database(sound.fork())) {
      Table table = database.openTable(TABLE);
      this.answers = Questions.askAll(table);
      table.optimize();
      this.answersMerged = Questions.askAll(table);
    }
  }

  private static Database database(FileStore files) {
    return Database.open(SimulatedEnv.inline(files, 1), SampleTable.OPTIONS);
  }

  /** Returns the files of both tables. */
  public FolderImage image() {
    return image;
  }

  /** Returns what has been found. */
  public DamageReport report() {
    return report;
  }

  /** Returns what must never happen and did, each with what replays it. */
  public List<AssertionError> failures() {
    return List.copyOf(failures);
  }

  /** Damages every file of one type. */
  public void explore(FileType type) {
    for (String path : image.paths()) {
      if (path.startsWith(TABLE + "/") && FileType.of(path) == type) {
        SplittableRandom random = new SplittableRandom(seed + path.hashCode());
        new Damages(type, image.bytes(path), most, random)
            .forEach(othersLike(path), damage -> tryOut(type, path, damage));
      }
    }
  }

  /** Returns a trial of the damaged table. */
  Trial trial(String path) {
    return new Trial(TABLE, answers, answersMerged, path);
  }

  /** Files of the same type, of the other table and of other segments. */
  private List<byte[]> othersLike(String path) {
    List<byte[]> others = new ArrayList<>();
    for (String other : image.paths()) {
      if (!other.equals(path) && FileType.of(other) == FileType.of(path)) {
        others.add(image.bytes(other));
      }
    }
    return others;
  }

  private void tryOut(FileType type, String path, Damage damage) {
    for (Trial.Mode mode : Trial.Mode.values()) {
      Trial trial = trial(path);
      SimulatedFileStore disk = sound.fork();
      String label = "seed 0x%X, %s, %s, %s".formatted(seed, mode, path, damage.how());
      try {
        FolderImage.replace(disk, path, damage.bytes());
        Verdict verdict = trial.run(disk, mode, damage.kind());
        if (disk.openHandles() != 0) {
          throw new AssertionError("files or maps stay open");
        }
        report.add(type, damage.kind(), verdict, label + ": " + trial.said());
      } catch (RuntimeException | Error e) {
        failures.add(new AssertionError(label + "; it said " + trial.said(), e));
      }
    }
  }
}
