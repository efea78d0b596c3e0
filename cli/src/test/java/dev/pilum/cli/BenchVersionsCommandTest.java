package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.cli.Terminal.Outcome;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchVersionsCommandTest {
  @TempDir Path folder;

  @Test
  void oldVersionsAnswerAsTheirModelDoesAndTakeFewFiles() {
    Outcome outcome =
        new Terminal(folder)
            .run("bench versions --commits 120 --dimension 8 --flush-every 20 --data @d --json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("\"life\":\"as it comes\"", "\"life\":\"flushed every 20 commits\"")
        .contains("\"versions\":120", "\"answers\":80,\"wrongAnswers\":0")
        .contains("\"checkoutMaxMicros\":", "\"reopenedCheckoutMaxMicros\":")
        .hasLineCount(2);
    outcome
        .out()
        .lines()
        .forEach(line -> {
          assertThat(number(line, "keptFiles")).as(line).isLessThan(100);
          assertThat(number(line, "cleanedToFresh")).as(line).isLessThan(1.2);
        });
  }

  private static double number(String line, String name) {
    Matcher value = Pattern.compile('"' + name + "\":([0-9.]+)").matcher(line);
    assertThat(value.find()).as("%s in %s", name, line).isTrue();
    return Double.parseDouble(value.group(1));
  }
}
