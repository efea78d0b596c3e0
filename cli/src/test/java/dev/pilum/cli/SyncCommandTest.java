package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilum.cli.Terminal.Outcome;
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
    String url = System.getenv("TEST_POSTGRES_URL");
    assumeTrue(url != null, "needs PostgreSQL: export TEST_POSTGRES_URL=$(dev/pgvector up)");
    return terminal.run("sync " + words + " --schema " + schema + " --to " + url);
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

    Outcome verified = sync("verify DB docs");
    assertThat(verified.exitCode()).as(verified.err()).isZero();
    assertThat(verified.err()).contains("0 of 1 ranges differ");
    assertThat(sync("check DB docs").exitCode()).isZero();
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
            SyncOptions.class)) {
      for (Method method : command.getDeclaredMethods()) {
        assertThat(method.getReturnType() + Arrays.toString(method.getParameterTypes()))
            .as("%s", method)
            .doesNotContain("dev.pilum.pgvector");
      }
    }
  }
}
