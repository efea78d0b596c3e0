package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.cli.Terminal.Outcome;
import dev.pilum.pgvector.TestServer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that mirror a table into PostgreSQL. */
class SyncCommandTest {
  private final String schema = "cli_" + UUID.randomUUID().toString().replace("-", "");
  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void importRows() throws IOException {
    terminal = new Terminal(folder);
    terminal.write("rows.jsonl", "{\"id\":\"a\",\"n\":1}", "{\"id\":\"b\",\"n\":2}");
    terminal.writeVectors("rows.fvecs", new float[] {1, 0}, new float[] {0, 1});
    assertThat(
            terminal
                .run("import DB docs --jsonl @rows.jsonl --vectors @rows.fvecs --key id")
                .exitCode())
        .isZero();
  }

  private Outcome sync(String words) {
    return terminal.run("sync " + words + " --schema " + schema + " --to " + TestServer.url());
  }

  @Test
  void aTableIsMirroredThenItsChangesThenVerified() throws IOException {
    Outcome missing = sync("DB docs");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("pilum_sync").doesNotContain("password");
    assertThat(sync("check DB docs --json").out()).contains("does not exist");

    assertThat(sync("DB docs --ddl apply --dry-run --json").out()).contains("\"dry_run\":true");
    assertThat(sync("DB docs --ddl apply --json").out())
        .contains("\"did\":\"create\",", "\"sent\":2");
    terminal.write("more.jsonl", "{\"id\":\"b\",\"n\":3}");
    terminal.writeVectors("more.fvecs", new float[] {1, 1});
    terminal.run("import DB docs --jsonl @more.jsonl --vectors @more.fvecs --key id");
    assertThat(sync("DB docs --strategy incremental --json").out()).contains("\"sent\":1,");

    assertThat(sync("DB docs --strategy incremental --mode swap --dry-run --json").err())
        .as("nothing has changed, so that nothing is refused")
        .isEmpty();
    assertThat(sync("DB docs --mode swap --json").err())
        .contains("a new table needs", "--ddl apply", "--mode merge");
    assertThat(sync("DB docs --mode merge --swap-ratio 0.5 --dry-run --json").out())
        .contains("\"did\":\"merge\"", "\"why\":\"as asked\"");
    assertThat(sync("DB docs --swap-ratio 2").err()).contains("a share of changes is 0 to 1");

    Outcome verified = sync("verify DB docs");
    assertThat(verified.exitCode()).as(verified.err()).isZero();
    assertThat(verified.err()).contains("0 of 1 ranges differ");
    assertThat(sync("check DB docs").exitCode()).isZero();
  }

  @Test
  void threeQueriesSayWhetherAllIsThere() {
    Outcome before = sync("verify DB docs --queries");
    assertThat(before.exitCode()).isEqualTo(1);
    assertThat(before.out()).contains("pass", "FAIL", "information_schema.tables", "udt_name");
    assertThat(before.err()).contains("1 of 3 queries pass");
    assertThat(sync("DB docs --ddl apply").exitCode()).isZero();
    Outcome after = sync("verify DB docs --queries");
    assertThat(after.exitCode()).as(after.err()).isZero();
    assertThat(after.err()).contains("3 of 3 queries pass");
    Outcome example = sync("verify --example agent --json");
    assertThat(example.exitCode()).isEqualTo(1);
    assertThat(example.out()).contains("subject_nodes, tasks, feedback, schema_metadata");
  }

  @Test
  void exampleTablesArePrintedInOrder() {
    Outcome ddl = terminal.run("sync ddl --example agent --schema kb --dim 5");
    assertThat(ddl.exitCode()).as(ddl.err()).isZero();
    assertThat(ddl.out())
        .containsSubsequence(
            "create extension", "\"kb\".\"subject_nodes\"", "\"kb\".\"document\"", "vector(5)");
    assertThat(terminal.run("sync ddl --example x").err()).contains("--example is 'agent'");
  }

  @Test
  void whatWasMirroredIsPulledBack() {
    assertThat(sync("DB docs --ddl apply --as there").exitCode()).isZero();
    Outcome pulled = sync("pull DB there --json");
    assertThat(pulled.exitCode()).as(pulled.err()).isZero();
    assertThat(pulled.out()).contains("\"did\":\"create\"", "\"rows\":2");
    assertThat(sync("pull DB there --json").out()).contains("\"did\":\"upsert\"");
    assertThat(terminal.run("query DB there --json").out())
        .isEqualTo(terminal.run("query DB docs --json").out());
  }

  @Test
  void aPresetIsALayoutThatSpringAiReads() throws IOException {
    assertThat(sync("DB docs --ddl apply --preset spring-ai").err())
        .contains("one column of text", "--column NAME=content");
    terminal.write("texts.jsonl", "{\"id\":\"a\",\"body\":\"x\",\"n\":1}");
    terminal.writeVectors("texts.fvecs", new float[] {1, 0});
    terminal.run("import DB texts --jsonl @texts.jsonl --vectors @texts.fvecs --key id");
    Outcome mirrored = sync("DB texts --ddl apply --preset spring-ai --json");
    assertThat(mirrored.exitCode()).as(mirrored.err()).isZero();
    assertThat(sync("verify DB texts --preset spring-ai").exitCode()).isZero();
    assertThat(sync("verify DB texts --preset spring-ai --queries --json").out())
        .contains("vector_store embedding vector");
  }

  @Test
  void ddlNeedsNoServer() {
    Outcome ddl = terminal.run("sync ddl DB docs --schema s --role app");

    assertThat(ddl.exitCode()).as(ddl.err()).isZero();
    assertThat(ddl.out())
        .contains(
            "create extension if not exists vector;", "\"embedding\" vector(2)", "to \"app\"");
  }

  /** The module with the driver is on the module path of 'sync' only. */
  @Test
  void noCommandsMethodsNameWhatOnlySyncHas() {
    for (Class<?> command :
        List.of(
            SyncCommand.class,
            SyncVerifyCommand.class,
            SyncCheckCommand.class,
            SyncDdlCommand.class,
            SyncPullCommand.class,
            SyncOptions.class)) {
      for (Method method : command.getDeclaredMethods()) {
        assertThat(method.getReturnType() + Arrays.toString(method.getParameterTypes()))
            .as("%s", method)
            .doesNotContain("dev.pilum.pgvector");
      }
    }
  }
}
