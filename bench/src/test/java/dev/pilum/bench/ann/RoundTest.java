package dev.pilum.bench.ann;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.bench.ann.engine.AnnSearcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTest {
  private static final float[][] QUERIES = {{0}, {1}, {2}, {3}, {4}};

  @Test
  void everyThreadAsksEveryQueryOnceWhenTimeIsShort() throws IOException {
    List<Float> asked = Collections.synchronizedList(new ArrayList<>());
    AnnSearcher searcher =
        (query, ef) -> {
          asked.add(query[0] + ef);
          return new int[0];
        };
    Round round = Round.run(List.of(searcher, searcher), QUERIES, 10, 0);
    assertThat(asked).containsExactlyInAnyOrder(10f, 10f, 11f, 11f, 12f, 12f, 13f, 13f, 14f, 14f);
    assertThat(round.perSecond()).isPositive();
    assertThat(round.p99Micros()).isGreaterThanOrEqualTo(round.p50Micros());
  }

  @Test
  void theMedianOfRoundsIsTakenFigureByFigure() {
    Round median =
        Round.median(List.of(new Round(1, 30, 9), new Round(3, 10, 7), new Round(2, 20, 8)));
    assertThat(median).isEqualTo(new Round(2, 20, 8));
    assertThat(Round.median(List.of(new Round(1, 1, 1), new Round(3, 3, 3))))
        .isEqualTo(new Round(2, 2, 2));
  }
}
