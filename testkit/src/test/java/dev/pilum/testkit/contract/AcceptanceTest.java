package dev.pilum.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.backend.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of docs/acceptance.md: it names tests that are there, and all of them. */
class AcceptanceTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void thePageIsWhatTheTestsSay() {
    assertThat(ROOT.resolve("docs/acceptance.md"))
        .as("run dev/acceptance")
        .hasContent(Acceptance.of(ROOT).table());
  }

  @Test
  void everyTestThatIsNamedIsThere() {
    Acceptance acceptance = Acceptance.of(ROOT);
    assertThat(acceptance.needs())
        .allSatisfy(need -> assertThat(need.tests).as(need.id).allMatch(acceptance::hasTest));
  }

  @Test
  void noRowIsForgotten() {
    List<String> ids = Acceptance.of(ROOT).needs().stream().map(need -> need.id).toList();
    assertThat(ids).doesNotHaveDuplicates();
    for (int i = 1; i <= 21; i++) {
      assertThat(ids).contains("U" + i);
      assertThat(i > 17 || i == 10 || ids.contains("D" + i)).as("D" + i).isTrue();
      assertThat(i > 12 || ids.contains("S" + i)).as("S" + i).isTrue();
      assertThat(i > 7 || ids.contains("O" + i)).as("O" + i).isTrue();
    }
    assertThat(ids).contains("D10a", "D10b", "D10c", "D10d").hasSize(60);
  }

  @Test
  void everyContractRunsOnEveryProvider() {
    List<String> parts =
        Arrays.stream(BackendContract.class.getInterfaces()).map(Class::getSimpleName).toList();
    List<String> written =
        Acceptance.below(
                ROOT.resolve("testkit/src/main/java/dev/pilum/testkit/contract"), "Contract.java")
            .stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .filter(name -> !name.equals("BackendContract"))
            .toList();
    assertThat(parts).containsExactlyInAnyOrderElementsOf(written);
    List<BackendContract> tests =
        List.of(new EmbeddedBackendTest(), new SimulatedBackendTest(), new ToyBackendTest());
    assertThat(tests)
        .extracting(test -> test.getClass().getSimpleName())
        .isEqualTo(Backends.discover().names().stream().map(AcceptanceTest::testOf).toList());
  }

  @Test
  void resultsComeFromTheReportsOfTheBuild() throws IOException {
    Path reports = Files.createDirectories(folder.resolve("m/target/surefire-reports"));
    Files.writeString(
        reports.resolve("TEST-a.xml"),
        """
        <testsuite>
          <testcase name="storingAgainReplaces" classname="a.EmbeddedBackendTest" time="0.1"/>
          <testcase name="whatWasStoredIsThereAfterOpeningAgain" classname="a.EmbeddedBackendTest"/>
          <testcase name="whatWasStoredIsThereAfterOpeningAgain" classname="a.ToyBackendTest">
            <skipped message="no"/>
          </testcase>
          <testcase name="upsertMergesByKey" classname="a.ToyBackendTest" time="0.1">
            <failure message="no"/>
          </testcase>
          <testcase name="everyAcknowledgedRowIsThereAndNoBatchInHalf" classname="a.KillTest"/>
        </testsuite>
        """);
    String report = AcceptanceReport.of(Acceptance.of(ROOT), folder);
    assertThat(report).contains("| embedded | toy | once |");
    assertThat(row(report, "U4")).endsWith("| 1 passed | FAILED: upsertMergesByKey | - |");
    assertThat(row(report, "U8")).endsWith("| 1 passed | 0 passed, 1 skipped | 1 passed |");
    assertThat(report).endsWith("\nNot covered: none\n");
  }

  private static String testOf(String provider) {
    return provider.substring(0, 1).toUpperCase(Locale.ROOT)
        + provider.substring(1)
        + "BackendTest";
  }

  private static String row(String report, String id) {
    return report
        .lines()
        .filter(line -> line.startsWith("| " + id + " |"))
        .findFirst()
        .orElseThrow();
  }
}
