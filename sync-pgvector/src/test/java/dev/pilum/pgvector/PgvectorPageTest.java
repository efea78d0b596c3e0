package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendCapabilities;
import dev.pilum.backend.BackendConfig;
import dev.pilum.backend.Backends;
import dev.pilum.backend.VectorCollection;
import dev.pilum.config.BackendYaml;
import dev.pilum.testkit.contract.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What docs/provider-pgvector.md says, done on a server. */
class PgvectorPageTest {
  private static final Pattern BLOCK =
      Pattern.compile("```(yaml|url|sql)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TARGET = Pattern.compile("//(.*):(\\d+)/(.*)");

  private final String page = page("provider-pgvector.md");
  private final Backends backends = Backends.discover();
  @AutoClose private final PgSchema pg = PgSchema.create();

  @Test
  @Proves({"D12", "D6", "O6", "D9"})
  void thePagesStatementsMakeWhatItsConfigurationsOpen() {
    List<String> sql = blocks("sql");
    for (String statement : statements(sql.get(0))) {
      pg.session().runPlain(statement);
    }
    for (BackendConfig config : configurations()) {
      try (Backend backend = backends.open(config)) {
        VectorCollection m = backend.namespace(config.namespace()).collection("m", 2);
        m.store("m1", new float[] {1, 0});
        assertThat(m.search(new float[] {1, 0}, 10))
            .extracting(hit -> hit.id())
            .containsExactly("m1");
      }
    }
    for (String query : statements(sql.get(1))) {
      assertThat(pg.rows(query)).as(query).hasSize(1);
    }
  }

  @Test
  @Proves({"D12", "D7"})
  void theStatementsThatAMessageSaysAreThePages() {
    try (Backend backend = backends.open(pg.backendUrl(""))) {
      VectorCollection m = backend.namespace("default").collection("m", 2);
      assertThatThrownBy(() -> m.store("m1", new float[] {1, 0}))
          .satisfies(failure -> {
            List<String> said =
                statements(failure.getMessage().replaceFirst("^[^\n]*\n", "")).stream()
                    .filter(statement -> !statement.startsWith("comment on"))
                    .toList();
            assertThat(said).isEqualTo(statements(blocks("sql").getFirst()));
          });
    }
  }

  @Test
  @Proves("D12")
  void theFailuresOnThePageHappen() {
    try (Backend backend = backends.open(pg.backendUrl(""))) {
      VectorCollection m = backend.namespace("default").collection("m", 2);
      assertSaysAsThePage(
          "does not exist, and nothing is created unasked",
          () -> m.store("m1", new float[] {1, 0}));
      pg.session().runPlain("create table other (id text)");
      assertSaysAsThePage(
          "has no primary key of one column", () -> backend.namespace("default").find("other"));
    }
    assertSaysAsThePage("has no setting", () -> backends.open(pg.backendUrl("dll=apply")));
    try (Backend backend = backends.open(pg.backendUrl("ddl=apply"))) {
      VectorCollection m = backend.namespace("default").collection("m", 2);
      m.store("m1", new float[] {1, 0});
      assertSaysAsThePage("does not ask PostgreSQL for", () -> m.count("id ILIKE 'x'"));
    }
  }

  @Test
  @Proves("D4")
  void theTableOfAllBackendsSaysWhatThisOneCan() {
    try (Backend backend = backends.open(pg.backendUrl(""))) {
      BackendCapabilities can = backend.capabilities();
      assertThat(can).isEqualTo(new BackendCapabilities(true, true, true, true, false));
      assertThat(page("providers.md").lines().filter(line -> line.startsWith("| pgvector")))
          .singleElement()
          .asString()
          .contains("| yes | yes | yes | yes | no |");
    }
  }

  private void assertSaysAsThePage(String message, ThrowingCallable call) {
    assertThat(page).contains("| `" + message + "` |");
    assertThatThrownBy(call).hasMessageContaining(message);
  }

  private List<BackendConfig> configurations() {
    PgTarget target = PgSchema.target();
    Matcher place = TARGET.matcher(target.place());
    assertThat(place.matches()).isTrue();
    BackendConfig known = BackendConfig.ofUrl(pg.backendUrl(""));
    Map<String, String> environment =
        Map.of(
            "PG_HOST", place.group(1),
            "PG_PORT", place.group(2),
            "PG_DATABASE", place.group(3),
            "PG_USER", known.text("user", known.text("username", "")),
            "PG_PASSWORD", known.text("password", ""),
            "PG_SCHEMA", pg.name());
    List<BackendConfig> configs = new ArrayList<>();
    blocks("yaml").forEach(text -> configs.add(BackendYaml.read(text, environment::get)));
    blocks("url")
        .forEach(
            text -> configs.add(BackendConfig.of(Map.of("url", text.strip()), environment::get)));
    assertThat(configs).hasSize(3);
    return configs;
  }

  /** Returns the page's blocks of a kind, their schema the test's own. */
  private List<String> blocks(String kind) {
    return BLOCK
        .matcher(page)
        .results()
        .filter(found -> found.group(1).equals(kind))
        .map(found -> found.group(2).replace("\"agent\"", "\"" + pg.name() + "\""))
        .map(text -> text.replace("'agent'", "'" + pg.name() + "'"))
        .toList();
  }

  private static List<String> statements(String text) {
    return Pattern.compile(";\n?")
        .splitAsStream(text)
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private static String page(String name) {
    try {
      return Files.readString(Path.of("../docs").resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
