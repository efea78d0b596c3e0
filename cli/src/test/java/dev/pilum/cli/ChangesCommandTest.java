package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes on the command line: since a version, and for a consumer with a name. */
class ChangesCommandTest {
  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void importOnce() throws IOException {
    terminal = new Terminal(folder);
    terminal.write("first.jsonl", "{\"id\": 1, \"title\": \"old\"}");
    terminal.write(
        "second.jsonl", "{\"id\": 1, \"title\": \"new\"}\n{\"id\": 2, \"title\": \"x\"}");
    ok("import DB docs --jsonl @first.jsonl --key id");
  }

  @Test
  void changesSinceAVersionAreOneLineEach() {
    ok("keep DB docs --versions 10");
    ok("import DB docs --jsonl @second.jsonl --key id");
    String json = ok("changes DB docs --since 1 --json");
    assertThat(json.lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("{\"version\":2,\"index\":0,\"kind\":\"UPDATE\",\"key\":1,")
        .endsWith("\"row\":{\"id\":1,\"title\":\"new\"}}");
    assertThat(ok("changes DB docs --since 1 --net")).contains("UPDATE").contains("INSERT");
    assertThat(terminal.run("changes DB docs --since 0").err()).contains("are not kept");
  }

  @Test
  void aConsumerIsToldEachChangeOnce() {
    assertThat(ok("changes DB docs --follow mirror --json")).as("begins now").isEmpty();
    ok("import DB docs --jsonl @second.jsonl --key id");
    assertThat(ok("stats DB docs")).contains("mirror").contains("versionsBehind");
    assertThat(ok("changes DB docs --follow mirror --json").lines()).hasSize(2);
    assertThat(ok("changes DB docs --follow mirror --json")).isEmpty();
    assertThat(ok("stats DB docs --json")).contains("\"position\":\"2\",\"versionsBehind\":0");
    ok("changes DB docs --follow mirror --drop");
    assertThat(ok("stats DB docs")).doesNotContain("mirror");
    Terminal.Outcome wrong = terminal.run("changes DB docs");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("give --since N, or --follow NAME");
  }

  @Test
  void changesThatStandardOutputDidNotTakeComeAgain() throws IOException {
    ok("changes DB docs --follow mirror");
    ok("import DB docs --jsonl @second.jsonl --key id");
    Writer closed = Writer.nullWriter();
    closed.close();
    String db = folder.resolve("db").toString();
    for (String format : List.of("json", "csv")) {
      String[] command = {"changes", db, "docs", "--follow", "mirror", "--format", format};
      assertThat(Main.run(new PrintWriter(closed), new PrintWriter(Writer.nullWriter()), command))
          .isEqualTo(1);
    }
    assertThat(ok("changes DB docs --follow mirror --json").lines()).hasSize(2);
  }

  private String ok(String command) {
    Terminal.Outcome result = terminal.run(command);
    assertThat(result.exitCode()).as(command + ": " + result.err()).isZero();
    return result.out();
  }
}
