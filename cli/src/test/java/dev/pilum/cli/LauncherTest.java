package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code ./pilum}, with a program in the JVM's place that only writes. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final int ROUNDS = 50;

  /** Writes results, messages as {@code Main} does, and lines of the JVM, in turns. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      messages=/dev/fd/2
      for argument in "$@"; do
        case $argument in -Dpilum.messages=*) messages=${argument#*=} ;; esac
      done
      for ((i = 0; i < %d; i++)); do
        echo "row $i"
        echo "message $i" >>"$messages"
        echo "jvm $i" >&2
      done
      echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
      """
          .formatted(ROUNDS);

  @TempDir private Path home;
  private long seconds;

  /** Puts the script where it finds itself built, and a JDK. */
  @BeforeEach
  void install() throws IOException {
    Files.copy(Path.of("../pilum"), home.resolve("pilum"));
    Files.createDirectory(home.resolve(".ci"));
    Files.copy(Path.of("../.ci/stale"), home.resolve(".ci/stale"));
    Files.writeString(home.resolve("pom.xml"), "");
    Files.createDirectories(home.resolve("cli/target/lib"));
    Files.writeString(home.resolve("cli/target/lib/.built"), "");
    Files.createDirectories(home.resolve("jdk/bin"));
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    program("jdk/bin/java", JAVA);
    program("jdk/bin/mvn", "#!/usr/bin/env bash\necho built >>mvn.log\n");
  }

  private void program(String name, String text) throws IOException {
    Files.writeString(home.resolve(name), text);
    assertThat(home.resolve(name).toFile().setExecutable(true)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"> log 2>&1", ">> log 2>&1", "> log 2>> log", ">> log 2>> log"})
  void nothingIsLostWhereResultsAndMessagesGoToOneFile(String redirection)
      throws IOException, InterruptedException {
    shell("./pilum tables db " + redirection);
    assertThat(Files.readAllLines(home.resolve("log")))
        .containsExactlyInAnyOrderElementsOf(lines("row", "message", "jvm"));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems' dd has no oflag=append")
  void nothingIsLostOfWhatOthersWriteIntoTheSameFile() throws IOException, InterruptedException {
    shell("{ echo before; ./pilum tables db; echo after; } > log 2>&1");
    List<String> expected = lines("row", "message", "jvm");
    expected.addAll(List.of("before", "after"));
    assertThat(Files.readAllLines(home.resolve("log")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void resultsAndMessagesGoToTwoFilesOrToAPipe() throws IOException, InterruptedException {
    shell("echo before > out; ./pilum tables db > out 2> err");
    assertThat(Files.readAllLines(home.resolve("out"))).isEqualTo(lines("row"));
    assertThat(Files.readAllLines(home.resolve("err")))
        .containsExactlyInAnyOrderElementsOf(lines("message", "jvm"));
    assertThat(shell("./pilum tables db 2>&1").lines())
        .containsExactlyInAnyOrderElementsOf(lines("row", "message", "jvm"));
  }

  @Test
  void isBuiltAgainForSourcesOnly() throws IOException, InterruptedException {
    setTime("pom.xml");
    for (String beside : List.of(".jqwik-database", "pilum-bench-1/LOCK", "src/test/java/A.java")) {
      writeAfterTheBuild("engine/" + beside);
      shell("./pilum tables db");
    }
    writeAfterTheBuild("bench/src/main/java/A.java"); // not part of what `tables` runs
    shell("./pilum tables db");
    assertThat(home.resolve("mvn.log")).doesNotExist();
    for (String source : List.of("pom.xml", "engine/pom.xml", "engine/src/main/javacc/A.jj")) {
      writeAfterTheBuild(source);
      shell("./pilum tables db; ./pilum tables db");
    }
    assertThat(Files.readAllLines(home.resolve("mvn.log"))).hasSize(3);
  }

  /** Sets times by hand, so that nobody needs to wait for the clock. */
  private void writeAfterTheBuild(String file) throws IOException {
    Files.createDirectories(home.resolve(file).getParent());
    Files.writeString(home.resolve(file), "");
    setTime("cli/target/lib/.built");
    setTime(file);
  }

  /** Later each time. */
  private void setTime(String file) throws IOException {
    seconds++;
    Files.setLastModifiedTime(home.resolve(file), FileTime.from(seconds, TimeUnit.SECONDS));
  }

  /** Which modules a JVM has depends on the command, which options may stand before. */
  @Test
  void optionsMayStandBeforeTheCommand() throws IOException, InterruptedException {
    Files.writeString(home.resolve("jdk/bin/java"), "#!/usr/bin/env bash\necho \"$@\"\n");
    for (String command : List.of("sync check db t", "import db t", "search db t")) {
      assertThat(shell("./pilum --stacktrace " + command).strip().replace(" --stacktrace", ""))
          .isEqualTo(shell("./pilum " + command).strip());
    }
    assertThat(shell("./pilum --stacktrace sync check db t"))
        .contains("--add-modules=dev.pilum.pgvector", "lib-sync");
    assertThat(shell("./pilum search sync t")).doesNotContain("dev.pilum.pgvector");
  }

  @ParameterizedTest
  @ValueSource(strings = {"import", "export", "merge"})
  void commandsThatReadOrWriteParquetHaveIt(String command)
      throws IOException, InterruptedException {
    Files.writeString(home.resolve("jdk/bin/java"), "#!/usr/bin/env bash\necho \"$@\"\n");
    assertThat(shell("./pilum " + command + " db t")).contains("cli/target/parquet/*");
    assertThat(shell("./pilum tables " + command)).doesNotContain("parquet");
  }

  @Test
  void argumentsAreUtf8WhereNoLocaleSaysOtherwise() throws IOException, InterruptedException {
    Files.writeString(home.resolve("jdk/bin/java"), "#!/usr/bin/env bash\necho \"$LC_ALL\"\n");
    String none = "unset LC_ALL LC_CTYPE LANG; ";
    assertThat(shell(none + "./pilum tables db").strip()).isEqualTo("C.UTF-8");
    assertThat(shell(none + "LC_ALL=C ./pilum tables db").strip()).isEqualTo("C.UTF-8");
    assertThat(shell(none + "LANG=POSIX ./pilum tables db").strip()).isEqualTo("C.UTF-8");
    assertThat(shell(none + "LC_CTYPE=en_US.UTF-8 ./pilum tables db")).doesNotContain("C.UTF-8");
    assertThat(shell(none + "LANG=de_DE.ISO-8859-1 ./pilum tables db")).doesNotContain("C.UTF-8");
  }

  private static List<String> lines(String... kinds) {
    List<String> lines = new ArrayList<>();
    for (String kind : kinds) {
      for (int i = 0; i < ROUNDS; i++) {
        lines.add(kind + " " + i);
      }
    }
    return lines;
  }

  /**
   * Runs commands of a shell; returns what they print, once all that they started has ended: cat
   * reads until nobody has descriptor 9 any more.
   */
  private String shell(String commands) throws IOException, InterruptedException {
    String all = "set -o pipefail; { exec 9>&1; " + commands + "; } 2>&1 | cat";
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", all);
    builder.directory(home.toFile()).redirectErrorStream(true);
    builder.environment().put("PILUM_JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().merge("PATH", home.resolve("jdk/bin") + ":", (path, bin) -> bin + path);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }
}
