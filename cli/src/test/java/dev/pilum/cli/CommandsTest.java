package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.cli.Terminal.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void importTwoRows() throws IOException {
    terminal = new Terminal(folder);
    terminal.write(
        "rows.jsonl", "{\"id\": 1, \"title\": \"first\"}", "{\"id\": 20, \"title\": \"a, b\"}");
    assertThat(terminal.run("import DB docs --jsonl @rows.jsonl --key id").exitCode()).isZero();
  }

  @Test
  void tablesAlignNumbersToTheRight() {
    assertThat(terminal.run("head DB docs").out()).isEqualTo("id  title\n 1  first\n20  a, b\n");
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    assertThat(terminal.run("head DB docs --format CSV").out())
        .isEqualTo("id,title\n1,first\n20,\"a, b\"\n");
  }

  @Test
  void csvTellsEmptyTextFromNone() throws IOException {
    terminal.write("more.jsonl", "{\"id\":21,\"title\":\"\"}", "{\"id\":22}");
    terminal.run("import DB docs --jsonl @more.jsonl");
    assertThat(terminal.run("head DB docs --where id>20 --format csv").out())
        .isEqualTo("id,title\n21,\"\"\n22,\n");
  }

  @Test
  void headShowsSoManyRowsAndOnlyTheSelectedColumns() {
    assertThat(terminal.run("head DB docs -n 1 --select title --json").out())
        .isEqualTo("[\n{\"title\":\"first\"}\n]\n");
  }

  @Test
  void getShowsOneRow() {
    assertThat(terminal.run("get DB docs 20").out()).isEqualTo("id     20\ntitle  a, b\n");
  }

  @Test
  void aKeyThatIsNotThereIsExitCodeOne() {
    Outcome outcome = terminal.run("get DB docs 3");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("'3'");
  }

  @Test
  void aKeyOfTheWrongTypeIsNamed() {
    assertThat(terminal.run("get DB docs abc").err()).contains("int64").contains("'abc'");
  }

  @Test
  void anUnknownTableIsNamedWithTheNearestOne() {
    Outcome outcome = terminal.run("head DB dosc");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("'dosc'").contains("'docs'").hasLineCount(1);
  }

  @Test
  void anUnknownColumnIsNamedWithTheNearestOne() {
    assertThat(terminal.run("head DB docs --select titel").err())
        .contains("'title'")
        .hasLineCount(1);
  }

  @Test
  void aFolderWithoutDatabaseIsAnErrorForReaders() {
    Outcome outcome = terminal.run("tables @nothing-here");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("nothing-here").hasLineCount(1);
    assertThat(folder.resolve("nothing-here")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter @nothing-here docs --drop title",
        "merge @nothing-here docs --jsonl @rows.jsonl --insert",
        "tag @nothing-here docs a",
        "keep @nothing-here docs --versions 2",
        "restore @nothing-here docs 1",
        "changes @nothing-here docs --follow a"
      })
  void onlyImportsMakeDatabases(String commandLine) {
    Outcome outcome = terminal.run(commandLine);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("no database", "nothing-here").hasLineCount(1);
    assertThat(folder.resolve("nothing-here")).doesNotExist();
  }

  @Test
  void resultsThatStandardOutputDidNotTakeAreAFailure() throws IOException {
    Writer closed = Writer.nullWriter();
    closed.close();
    String db = folder.resolve("db").toString();
    assertThat(
            Main.run(
                new PrintWriter(closed), new PrintWriter(Writer.nullWriter()), "head", db, "docs"))
        .isEqualTo(1);
  }

  @Test
  void commasInParenthesesAndQuotesSeparateNoColumns() {
    assertThat(
            terminal
                .runAll(
                    "head",
                    "DB",
                    "docs",
                    "-n",
                    "1",
                    "--select",
                    "replace(title, 'first', lower('A,B')) AS word,id",
                    "--json")
                .out())
        .isEqualTo("[\n{\"word\":\"a,b\",\"id\":1}\n]\n");
  }

  @Test
  void parametersOfNineteenDigitsAreNumbers() throws IOException {
    terminal.write("more.jsonl", "{\"id\": 1850000000000000001}");
    terminal.run("import DB docs --jsonl @more.jsonl");
    assertThat(
            terminal
                .run("head DB docs --where id=:x --param x=1850000000000000001 --select id --json")
                .out())
        .isEqualTo("[\n{\"id\":1850000000000000001}\n]\n");
  }

  @Test
  void statsOfOneTableListItsSegments() {
    assertThat(terminal.run("stats DB docs --json").out())
        .contains("\"rows\":2")
        .contains("\"segments\":[{\"segment\":");
    assertThat(terminal.run("stats DB").out()).startsWith("table").contains("docs");
  }

  @Test
  void verifyOfASoundDatabaseIsExitCodeZero() {
    Outcome outcome = terminal.run("verify DB --json");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("\"ok\":true").contains("\"problems\":[]");
  }

  @Test
  void aStackTraceIsShownOnlyWhenAskedFor() {
    assertThat(terminal.run("head DB dosc").err()).doesNotContain("\tat ");
    assertThat(terminal.run("head DB dosc --stacktrace").err()).contains("\tat dev.pilum.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "head DB",
        "haed DB docs",
        "head DB docs --nope",
        "head DB docs -n many",
        "import DB docs",
        "import DB docs --csv @rows.csv --delimiter ab",
        "import DB docs --csv @rows.csv --delimiter ; --quote ;",
        "import DB docs --csv - --resume",
        "bench",
        "bench rite"
      })
  void wrongUsageIsExitCodeTwoWithAPointerToTheHelp(String commandLine) {
    Outcome outcome = terminal.run(commandLine);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).containsAnyOf("--help", "Usage:");
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheNearestOne() {
    assertThat(terminal.run("serach DB docs").err()).contains("did you mean 'search'?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "import",
        "export",
        "search",
        "get",
        "head",
        "tables",
        "schema",
        "stats",
        "verify",
        "repair",
        "backup",
        "bench write",
        "bench quality"
      })
  void everyCommandTeachesByExample(String command) {
    Outcome outcome = terminal.run(command + " --help");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("Example").contains("  pilum " + command).contains("--json");
    assertThat(outcome.out()).as("a pattern is nothing to read").doesNotContain("(?");
  }

  @Test
  void versionSaysWhichPilumOnWhichJava() {
    assertThat(terminal.run("--version").out())
        .startsWith("pilum ")
        .contains("Java " + Runtime.version());
  }
}
