package dev.pilum.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgedTest {
  @Test
  void aRelevantDocumentIsWorthLessTheFurtherDownItStands() {
    assertThat(Judged.ndcgAt(10, List.of("a", "b"), Set.of("a"))).isEqualTo(1);
    assertThat(Judged.ndcgAt(10, List.of("b", "a"), Set.of("a")))
        .isEqualTo(1 / (Math.log(3) / Math.log(2)), within(1e-12));
    assertThat(Judged.ndcgAt(1, List.of("b", "a"), Set.of("a"))).isZero();
    assertThat(Judged.ndcgAt(10, List.of("a", "x", "b"), Set.of("a", "b")))
        .isEqualTo(1.5 / (1 + 1 / (Math.log(3) / Math.log(2))), within(1e-12));
  }

  @Test
  void recallCountsOnlyTheFirstK() {
    assertThat(Judged.recallAt(2, List.of("a", "x", "b"), Set.of("a", "b"))).isEqualTo(0.5);
  }

  @Test
  void percentilesAreTakenByNearestRank() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 2_000; i++) {
      latencies.add(i * 1_000L);
    }
    assertThat(latencies.percentileMicros(50)).isEqualTo(1_000);
    assertThat(latencies.percentileMicros(99)).isEqualTo(1_980);
    assertThat(latencies.perSecond()).isEqualTo(1e9 * 2_000 / 2_001_000_000.0, within(1e-3));
  }
}
