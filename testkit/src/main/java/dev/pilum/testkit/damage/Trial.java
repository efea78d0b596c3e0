package dev.pilum.testkit.damage;

import dev.pilum.Database;
import dev.pilum.Problem;
import dev.pilum.Table;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.testkit.SimulatedEnv;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A database with a damaged file, opened and asked everything. What it says may be the right
 * answer, or {@link Corruption}, or that a newer Pilum is needed; anything else it throws is thrown
 * on as an {@link AssertionError}.
 */
final class Trial {
  private final String table;
  private final List<Object> expected;
  private final List<Object> expectedMerged;
  private final String path;
  private Damage.Kind damage = Damage.Kind.FLIPPED;
  private int wrong;
  private int refused;
  private final List<String> said = new ArrayList<>();

  /** How a table is opened. */
  enum Mode {
    /** For reading and writing; then, where damage has stayed, merged and written to. */
    WRITE,
    /** For reading only. */
    READ_ONLY
  }

  /**
   * Prepares a trial.
   *
   * @param expected the answers without damage
   * @param expectedMerged the same once all is merged, which text scores notice: they count dead
   *     rows
   * @param path the damaged file
   */
  Trial(String table, List<Object> expected, List<Object> expectedMerged, String path) {
    this.table = table;
    this.expected = expected;
    this.expectedMerged = expectedMerged;
    this.path = path;
  }

  /** Returns what it said of the damage, the first sentence first. */
  List<String> said() {
    return said;
  }

  Verdict run(FileStore files, Mode mode, Damage.Kind kind) {
    damage = kind;
    Env env = SimulatedEnv.inline(files, 1);
    Database database;
    Table opened;
    try {
      database =
          mode == Mode.WRITE ? Database.open(env, SampleTable.OPTIONS) : Database.openReadOnly(env);
    } catch (PilumException e) {
      check(e);
      return Verdict.REFUSED_AT_OPEN;
    }
    try (Database closing = database) {
      try {
        opened = closing.openTable(table);
      } catch (PilumException e) {
        check(e);
        return Verdict.REFUSED_AT_OPEN;
      }
      return judge(files, opened, mode);
    }
  }

  private Verdict judge(FileStore files, Table opened, Mode mode) {
    ask(opened, expected);
    List<String> problems = opened.verify().problems().stream().map(Problem::message).toList();
    said.addAll(problems);
    boolean named = isNamed(files);
    if (mode == Mode.WRITE && (wrong > 0 || refused > 0 || !problems.isEmpty())) {
      goOn(opened);
    }
    if (wrong > 0) {
      return problems.isEmpty() ? Verdict.UNNOTICED : Verdict.WRONG_UNTIL_VERIFY;
    }
    if (refused > 0) {
      return Verdict.REFUSED_AT_USE;
    }
    if (!problems.isEmpty()) {
      return Verdict.FOUND_BY_VERIFY;
    }
    return named || !FileType.of(path).isOfSegment() ? Verdict.HARMLESS : Verdict.REBUILT;
  }

  private void ask(Table opened, List<Object> answers) {
    for (int i = 0; i < answers.size(); i++) {
      try {
        Object answer = Questions.ask(i, opened);
        if (!Objects.equals(answer, answers.get(i))) {
          wrong++;
          said.add("question %d: %s instead of %s".formatted(i, answer, answers.get(i)));
        }
      } catch (PilumException e) {
        check(e);
        refused++;
      }
    }
  }

  /** Merges and writes: damage must not be copied into files whose checksums are right. */
  private void goOn(Table opened) {
    try {
      opened.optimize();
    } catch (PilumException e) {
      check(e);
      return;
    }
    int wrongBefore = wrong;
    ask(opened, expectedMerged);
    if (damage.isAccident()
        && FileType.of(path).isOfSegment()
        && wrong > wrongBefore
        && opened.verify().ok()) {
      throw new AssertionError(
          "a merge made damage look right, %d answers wrong before, %d after: %s"
              .formatted(wrongBefore, wrong, said));
    }
    SampleTable.write(opened);
  }

  /** Returns whether the newest manifest on the disk names the file. */
  private boolean isNamed(FileStore files) {
    for (SegmentMeta segment : newest(files).segments()) {
      for (FileMeta file : segment.files()) {
        if (path.equals(table + "/" + file.path())) {
          return true;
        }
      }
    }
    return false;
  }

  private Manifest newest(FileStore files) {
    ManifestStore manifests = new ManifestStore(files, table);
    List<Long> generations = manifests.generations();
    try {
      return manifests.read(generations.getFirst());
    } catch (Corruption e) {
      return manifests.read(generations.get(1));
    }
  }

  private void check(PilumException e) {
    String message = String.valueOf(e.getMessage());
    boolean told =
        switch (e) {
          case Corruption corruption -> corruption.file().startsWith(table);
          // What somebody hostile made of a schema may be another schema.
          case InvalidRequest request ->
              message.contains("newer Pilum") || damage == Damage.Kind.HOSTILE;
          default -> false;
        };
    if (!told) {
      throw new AssertionError("not a clean error: " + e, e);
    }
    said.add(message);
  }
}
