package dev.pilum.testkit.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever happens to a file of a table, it says so or answers right. */
class WholeTableDamageTest {
  private static final long SEED = Long.getLong("seed", 0xDA3A6E);
  private static final int VARIANTS = Integer.getInteger("pilum.damage.variants", 1);

  /**
   * Where bytes are not read before they are used, or too many to be read first: a wrong one may
   * give a wrong answer until somebody asks verify().
   */
  private static final Set<FileType> READ_BY_VERIFY =
      EnumSet.of(FileType.ARROW, FileType.KEYS, FileType.HNSW, FileType.TEXT);

  /** What cannot be made again from other files. */
  private static final Set<FileType> TRUTH = EnumSet.of(FileType.ARROW, FileType.DELETES);

  @Test
  void damageIsNoticedOrHarmless() {
    DamageExplorer explorer = new DamageExplorer(SEED, VARIANTS);
    for (FileType type : FileType.values()) {
      explorer.explore(type);
    }
    DamageReport report = explorer.report();
    System.out.printf("Damaged files: %d openings, seed 0x%X%n%s%n", report.trials(), SEED, report);
    if (!explorer.failures().isEmpty()) {
      AssertionError all =
          new AssertionError(explorer.failures().size() + " trials ended as none may");
      explorer.failures().stream().limit(20).forEach(all::addSuppressed);
      throw all;
    }
    for (FileType type : EnumSet.complementOf(EnumSet.of(FileType.MARK))) {
      for (Damage.Kind kind : Damage.Kind.values()) {
        check(report, type, kind);
      }
    }
  }

  private static void check(DamageReport report, FileType type, Damage.Kind kind) {
    if (!kind.isAccident()) {
      return; // what somebody made look right is right
    }
    String what = type + " " + kind;
    assertThat(report.count(type, kind, Verdict.UNNOTICED)).as("unnoticed: %s", what).isZero();
    // Without its delete file a manifest is passed over: the one before it and the log say the
    // same.
    if (type.isOfSegment() && type != FileType.DELETES) {
      assertThat(report.count(type, kind, Verdict.HARMLESS)).as("not found: %s", what).isZero();
    }
    if (type.isOfSegment() && !TRUTH.contains(type)) {
      assertThat(report.count(type, kind, Verdict.REFUSED_AT_OPEN))
          .as("nobody does without: %s", what)
          .isZero();
    }
    if (!READ_BY_VERIFY.contains(type)) {
      assertThat(report.count(type, kind, Verdict.WRONG_UNTIL_VERIFY))
          .as("found by verify() only: %s", what)
          .isZero();
    }
  }
}
