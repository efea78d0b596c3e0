package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Older versions on the command line: kept, listed, tagged, read, restored. */
class VersionCommandsTest {
  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void importTwice() throws IOException {
    terminal = new Terminal(folder);
    terminal.write("first.jsonl", "{\"id\": 1, \"title\": \"old\"}");
    terminal.write("second.jsonl", "{\"id\": 1, \"title\": \"new\"}");
    ok("import DB docs --jsonl @first.jsonl --key id");
    ok("keep DB docs --versions 10");
    ok("import DB docs --jsonl @second.jsonl --key id");
  }

  @Test
  void versionsAreListedWithTheirTags() {
    ok("tag DB docs before --version 1");
    assertThat(terminal.run("versions DB docs --json").out())
        .contains("\"version\":1,")
        .contains("\"version\":2,")
        .contains("\"before\"");
    ok("tag DB docs before --delete");
    assertThat(terminal.run("versions DB docs --json").out()).doesNotContain("before");
  }

  @Test
  void anOlderVersionIsReadByNumberTagAndTime() {
    ok("tag DB docs before --version 1");
    assertThat(terminal.run("head DB docs").out()).contains("new");
    assertThat(terminal.run("head DB docs --at 1").out()).contains("old");
    assertThat(terminal.run("get DB docs 1 --at before").out()).contains("old");
    assertThat(terminal.run("head DB docs --at 2999-01-01T00:00:00Z").out()).contains("new");
    assertThat(terminal.run("head DB docs --at befor").err()).contains("did you mean 'before'");
    assertThat(terminal.run("head DB docs --at 7").err()).contains("no version 7 yet");
  }

  @Test
  void anOlderVersionIsRestored() {
    ok("restore DB docs 1");
    assertThat(terminal.run("head DB docs").out()).contains("old");
    assertThat(terminal.run("keep DB docs --versions 0").err()).contains("got 0");
  }

  private void ok(String command) {
    assertThat(terminal.run(command).exitCode()).as(command).isZero();
  }
}
