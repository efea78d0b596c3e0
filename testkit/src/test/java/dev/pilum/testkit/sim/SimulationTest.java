package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.testkit.FaultPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command {@code dev/simulate}, as small as it gets, in this process and in another. */
class SimulationTest {
  private static final String POINTS = System.getProperty("pilum.sim.points", "500");
  private static final String SEED = System.getProperty("seed", "");

  @Test
  void nothingIsLostAndTheSameSeedGivesTheSameTraceInAnyProcess() throws Exception {
    String seed = SEED.isEmpty() ? "0x51" : SEED;
    String here = command("--points", POINTS, "--seed", seed, "--threads", "2");
    assertThat(here).contains("losses       0").contains("trace hash");
    String there = elsewhere("--points", POINTS, "--seed", seed);
    assertThat(summary(there)).isEqualTo(summary(here));
  }

  @Test
  void aHistoryIsReplayedByTheSeedThatIsToldOfIt() throws Exception {
    Replay told = new Replay(History.Kind.CUTS, -2, StepMask.parse("0,1"), FaultPlan::none);
    String[] words = told.toString().split(" ", -1);
    assertThat(words[0]).isEqualTo("dev/simulate");
    assertThat(command(Arrays.copyOfRange(words, 1, words.length))).contains("losses       0");
  }

  @Test
  void wrongUsageIsExplained() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(SimulateCommand.run(new String[] {"--pints", "5"}, new PrintStream(bytes)))
        .isEqualTo(2);
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("--pints").contains("usage:");
    assertThat(command("--help")).startsWith("usage:");
  }

  private static String command(String... arguments) throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int code = SimulateCommand.run(arguments, new PrintStream(bytes));
    String said = bytes.toString(StandardCharsets.UTF_8);
    assertThat(code).as(said).isZero();
    return said;
  }

  private static String elsewhere(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "--add-modules=jdk.incubator.vector",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SimulateCommand.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static List<String> summary(String said) {
    return said.lines().filter(line -> !line.endsWith("so far")).toList();
  }
}
