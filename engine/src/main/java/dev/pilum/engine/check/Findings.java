package dev.pilum.engine.check;

import dev.pilum.Problem;
import dev.pilum.Problem.Kind;
import dev.pilum.Problem.Standing;
import dev.pilum.VerifyReport;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.SegmentMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What checks have found so far. One thread. */
public final class Findings {
  private final List<Problem> problems = new ArrayList<>();
  private int files;
  private long bytes;

  /** Counts a file that was read whole. */
  void checked(long lengthBytes) {
    files++;
    bytes += lengthBytes;
  }

  /** Notes a problem of a file as a whole. */
  public void add(Kind kind, Standing standing, String file, String message) {
    problems.add(new Problem(file, kind, standing, -1, message));
  }

  /** Notes what reading a file ended with. */
  void add(Kind kind, Standing standing, String file, PilumException failure) {
    problems.add(
        new Problem(
            file,
            kind,
            standing,
            failure instanceof Corruption corruption ? corruption.offsetBytes() : -1,
            String.valueOf(failure.getMessage())));
  }

  /** Notes damage to a file of a segment that {@code manifest} names. */
  public void add(Manifest manifest, String root, Corruption damage) {
    for (SegmentMeta segment : manifest.segments()) {
      for (FileMeta file : segment.files()) {
        if (damage.file().equals(root + "/" + file.path())) {
          add(kindOf(file), standingOf(file), damage.file(), damage);
        }
      }
    }
  }

  /** Says more about the problem noted last. */
  void explainLast(String more) {
    Problem last = problems.removeLast();
    problems.add(
        new Problem(
            last.file(), last.kind(), last.standing(), last.offsetBytes(), last.message() + more));
  }

  /** Takes over all that {@code others} found. */
  public void addAll(Findings others) {
    addAll(others, problem -> true);
  }

  /** As {@link #addAll(Findings)}, but for problems that do not count. */
  public void addAll(Findings others, Predicate<Problem> counts) {
    others.problems.stream().filter(counts).forEach(problems::add);
    files += others.files;
    bytes += others.bytes;
  }

  /** Returns the problems so far, in the order found. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** Returns whether truth is damaged. */
  public boolean hasLosses() {
    return problems.stream().anyMatch(problem -> problem.standing() == Standing.TRUTH);
  }

  /** Returns all of it for the user. */
  public VerifyReport report() {
    return new VerifyReport(files, bytes, problems);
  }

  /** Returns what users call a kind of file: the same. */
  static Kind kindOf(FileMeta file) {
    return Kind.valueOf(file.kind().name());
  }

  /** Returns whether a file can be made again. */
  static Standing standingOf(FileMeta file) {
    return file.kind().isRebuildable() ? Standing.REBUILDABLE : Standing.TRUTH;
  }
}
