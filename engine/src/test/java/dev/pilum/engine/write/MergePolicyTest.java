package dev.pilum.engine.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.engine.write.MergePolicy.Run;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.SegmentMeta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is merged fits into one segment, whose text is found by offsets of 32 bits. */
class MergePolicyTest {
  private static final long MIB = 1L << 20;
  private static final int ADDED = 9;

  @Test
  void theFourNeighboursWithTheFewestRowsAreMergedOnceThereAreTooMany() {
    List<SegmentMeta> segments = segments(900, 100, 20, 30, 40, 50, 900);
    assertThat(policy(7).choose(segments, new int[7])).isNull();
    assertThat(policy(6).choose(segments, new int[7])).isEqualTo(new Run(2, 6));
  }

  @Test
  void columnsThatWereAddedLaterCountLikeThoseThatWereThereFromTheStart() {
    List<SegmentMeta> segments = new ArrayList<>();
    for (SegmentMeta segment : segments(1, 1, 1, 1)) {
      segments.add(segment.with(file(Kind.VECTOR, ADDED, 500)));
    }
    assertThat(policy(2, ADDED).choose(segments, new int[4])).isNull();
    assertThat(policy(2).choose(segments, new int[4])).as("vectors").isEqualTo(new Run(0, 4));
  }

  @Test
  void whatOneSegmentCannotHoldBecomesAsFewAsCan() {
    assertThat(policy(8).longest(segments(400, 400, 400, 400, 400, 2_000, 10, 10)))
        .containsExactly(new Run(0, 3), new Run(3, 5), new Run(5, 6), new Run(6, 8));
    assertThat(policy(8).longest(segments(10, 20, 30))).containsExactly(new Run(0, 3));
    assertThat(policy(8).longest(List.of())).isEmpty();
  }

  private static MergePolicy policy(int maximumSegments, Integer... added) {
    Set<Integer> scalars = new HashSet<>(List.of(added));
    scalars.add(1);
    return new MergePolicy(maximumSegments, scalars);
  }

  /** Returns segments of so many mebibytes of scalars, and as many thousand rows. */
  private static List<SegmentMeta> segments(int... mebibytes) {
    List<SegmentMeta> segments = new ArrayList<>();
    long next = 1;
    for (int size : mebibytes) {
      int rows = 1_000 * size;
      List<FileMeta> files = List.of(file(Kind.SCALARS, 0, size));
      segments.add(new SegmentMeta(segments.size(), rows, next, next + rows - 1, 1, 0, files));
      next += rows;
    }
    return segments;
  }

  private static FileMeta file(Kind kind, int fieldId, long mebibytes) {
    return new FileMeta(kind, "data/" + kind + fieldId, fieldId, mebibytes * MIB, 0);
  }
}
