package dev.pilum.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendConfig;
import dev.pilum.backend.Backends;
import dev.pilum.storage.error.InvalidRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration files as their systems write them. */
class BackendYamlTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PG_PASSWORD", "p: 'ss # word");

  @TempDir private Path folder;

  @Test
  void theConfigurationOfAContextDatabaseIsRead() {
    BackendConfig config =
        BackendYaml.read(
            """
            storage:
              vectordb:
                backend: postgres_pgvector
                url: postgresql://user:password@host:5432/dbname
                schema: public
                table: contexts
                index_name: contexts_embedding_idx
            """);
    assertThat(config.backend()).isEqualTo("postgres_pgvector");
    assertThat(config.get("username")).isEqualTo("user");
    assertThat(config.get("password")).isEqualTo("password");
    assertThat(config.get("host")).isEqualTo("host");
    assertThat(config.number("port", 0)).isEqualTo(5432);
    assertThat(config.get("database")).isEqualTo("dbname");
    assertThat(config.get("schema")).isEqualTo("public");
    assertThat(config.get("table")).isEqualTo("contexts");
    assertThat(config.get("index_name")).isEqualTo("contexts_embedding_idx");
    assertThat(config.toString()).doesNotContain("password=password");
  }

  @Test
  void theConfigurationOfAnAgentIsRead() {
    BackendConfig config =
        BackendYaml.read(
            """
            agent:
              namespace:
                school:
                  type: postgresql
                  host: localhost
                  port: 5433
                  database: school
                  username: me
                  password: ${PG_PASSWORD}
                  schema: public
                  sslmode: verify-full
                  enable_vector_search: false
                local:
                  type: embedded
              storage:
                backends:
                  namespace: school
            """,
            ENVIRONMENT::get);
    assertThat(config.backend()).isEqualTo("postgresql");
    assertThat(config.namespace()).isEqualTo("school");
    assertThat(config.get("host")).isEqualTo("localhost");
    assertThat(config.number("port", 0)).isEqualTo(5433);
    assertThat(config.get("database")).isEqualTo("school");
    assertThat(config.get("username")).isEqualTo("me");
    assertThat(config.get("password")).isEqualTo("p: 'ss # word");
    assertThat(config.get("schema")).isEqualTo("public");
    assertThat(config.get("sslmode")).isEqualTo("verify-full");
    assertThat(config.vectorSearch()).isFalse();
    assertThat(config.toString()).doesNotContain("ss # word");
  }

  @Test
  void aMissingVariableIsNamed() {
    assertThatThrownBy(() -> BackendYaml.read("password: ${NOT_SET}", ENVIRONMENT::get))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("setting 'password' needs the environment variable NOT_SET, which is not set");
  }

  @Test
  void whatIsReadOpensABackend() {
    BackendConfig config = BackendYaml.read("backend: embedded\npath: " + folder + "\n");
    try (Backend backend = Backends.discover().open(config)) {
      backend.namespace("n").collection("c", 2).store("a", new float[] {1, 0});
      assertThat(backend.namespace("n").open("c").exists("a")).isTrue();
    }
    assertThat(BackendYaml.read("").backend()).isEqualTo("embedded");
  }

  @Test
  void whatIsNoYamlIsRefusedWithItsPlaceAndNothingElse() {
    for (String yaml :
        new String[] {
          "a: secret\nb: 'secret",
          "- secret",
          "secret",
          "a: secret\na: secret",
          "--- secret\n--- b",
          "a: !!javax.script.ScriptEngineManager [secret]"
        }) {
      assertThatThrownBy(() -> BackendYaml.read(yaml))
          .as(yaml)
          .isInstanceOf(InvalidRequest.class)
          .hasMessageNotContaining("secret");
    }
    assertThatThrownBy(() -> BackendYaml.read("a: b\nc: [d"))
        .hasMessageContaining("the configuration is no YAML, line ");
  }
}
