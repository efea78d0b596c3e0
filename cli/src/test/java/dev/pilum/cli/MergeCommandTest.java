package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.cli.Terminal.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeCommandTest {
  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void importRows() throws IOException {
    terminal = new Terminal(folder);
    terminal.write(
        "old.jsonl",
        "{\"id\":1,\"name\":\"one\",\"n\":10}",
        "{\"id\":2,\"name\":\"two\",\"n\":20}",
        "{\"id\":3,\"name\":\"three\",\"n\":30}");
    assertThat(terminal.run("import DB t --jsonl @old.jsonl --key id").exitCode()).isZero();
  }

  @Test
  void rowsOfAFileUpdateJoinAndDeleteThoseOfTheTable() throws IOException {
    terminal.write("new.csv", "id,n", "1,11", "2,19", "4,40", "4,41");
    Outcome outcome =
        terminal.runAll(
            "merge",
            "DB",
            "t",
            "--csv",
            "@new.csv",
            "--update-if",
            "source.n > target.n",
            "--insert",
            "--delete-by-source",
            "n >= 30",
            "--json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("\"inserted\":1,\"updated\":1,\"deleted\":1,\"duplicates\":1,\"unchanged\":1");
    assertThat(terminal.run("head DB t --json").out().lines().sorted().toList())
        .anyMatch(line -> line.contains("{\"id\":1,\"name\":\"one\",\"n\":11}"))
        .anyMatch(line -> line.contains("{\"id\":2,\"name\":\"two\",\"n\":20}"))
        .anyMatch(line -> line.contains("{\"id\":4,\"name\":null,\"n\":41}"))
        .noneMatch(line -> line.contains("three"));
  }

  @Test
  void rowsMatchByOtherColumnsThanTheKey() throws IOException {
    terminal.write("new.jsonl", "{\"name\":\"two\",\"n\":7}", "{\"name\":\"nobody\",\"n\":8}");
    Outcome outcome = terminal.run("merge DB t --jsonl @new.jsonl --on name --update-all --json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("\"updated\":1", "\"unchanged\":1");
    assertThat(terminal.run("get DB t 2 --json").out()).contains("\"n\":7");
  }

  @Test
  void withoutAFilterAllRowsGoThatTheFileDoesNotHave() throws IOException {
    terminal.write("new.jsonl", "{\"id\":2}");
    Outcome outcome = terminal.run("merge DB t --jsonl @new.jsonl --delete-by-source --json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("\"deleted\":2");
  }

  @Test
  void aMergeThatWouldDoNothingIsWrongUsage() throws IOException {
    terminal.write("new.jsonl", "{\"id\":2}");
    Outcome outcome = terminal.run("merge DB t --jsonl @new.jsonl");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("nothing would happen", "--insert");
  }

  @Test
  void aColumnThatTheTableDoesNotHaveIsNamed() throws IOException {
    terminal.write("new.jsonl", "{\"id\":2,\"nmae\":\"x\"}");
    Outcome outcome = terminal.run("merge DB t --jsonl @new.jsonl --update-all");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("nmae", "name");
  }
}
