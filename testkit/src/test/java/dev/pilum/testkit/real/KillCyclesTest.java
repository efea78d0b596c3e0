package dev.pilum.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kill loop of {@code dev/killtest}, briefly, and that its check would notice a loss. */
class KillCyclesTest {
  private static final int CYCLES = 2 * Integer.getInteger("pilum.real.scale", 1);

  @TempDir private Path folder;

  @Test
  @Timeout(900)
  void whatWasAcknowledgedOutlivesKillsAtAnyMoment() throws IOException, InterruptedException {
    long seed = Long.getLong("seed", 0x5EED);
    KillCycles cycles = new KillCycles(folder.resolve("db"), seed);
    List<String> lines = new ArrayList<>();
    for (int cycle = 1; cycle <= CYCLES; cycle++) {
      lines.add(cycles.runOne(cycle));
    }
    assertThat(cycles.isClean()).as("seed %d: %s", seed, lines).isTrue();
    System.out.println(cycles.summary());
  }

  /** Who kills it may be killed: it would write, and search, for ever. */
  @Test
  @Timeout(60)
  void aWriterEndsWithWhoeverReadsWhatItSays() throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                ChildProcess.java(
                    LoadWriter.class,
                    List.of("-Dslf4j.internal.verbosity=ERROR"),
                    folder.resolve("abandoned"),
                    0,
                    7,
                    "FORCED"))
            .redirectError(Redirect.DISCARD)
            .start();
    try (BufferedReader lines = writer.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("writing");
    }
    assertThat(writer.waitFor()).isEqualTo(LoadWriter.ABANDONED);
  }

  @Test
  void aHistoryContradictsWhatIsLostOrWasNeverWritten() {
    LoadHistory history = new LoadHistory();
    List.of("? 0 a 1", "! 0", "? 0 b 2", "! 0", "? 1 c 3", "! 1", "? 0 a 4").forEach(history::add);
    assertThat(history.contradictions(Map.of("a", 1L, "b", 2L, "c", 3L))).isEmpty();
    assertThat(history.contradictions(Map.of("a", 4L, "b", 2L, "c", 3L))).isEmpty();
    assertThat(history.contradictions(Map.of("b", 2L, "c", 3L))).hasSize(1);
    assertThat(history.contradictions(Map.of("a", 1L, "c", 3L))).hasSize(1);
    assertThat(history.contradictions(Map.of("a", 1L, "b", 1L, "c", 3L))).hasSize(1);
    assertThat(history.contradictions(Map.of("a", 1L, "b", 2L, "c", 3L, "d", 9L))).hasSize(1);
    assertThat(history.settle(Map.of("a", 4L, "b", 2L, "c", 3L)))
        .containsExactly("= a 4", "= b 2", "= c 3");
    assertThat(history.contradictions(Map.of("a", 1L, "b", 2L, "c", 3L))).hasSize(1);
  }
}
