package dev.pilum.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Configurations from blocks, trees and URLs: what is read, what is refused, what is kept secret.
 */
class BackendConfigTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PG_PASSWORD", "p@ss:w/rd?$1", "PG_HOST", "db.example", "URL", "postgresql://h/db");

  @Test
  void nothingSaidIsTheEmbeddedBackend() {
    BackendConfig config = BackendConfig.of(Map.of());
    assertThat(config.backend()).isEqualTo("embedded");
    assertThat(config.names()).isEmpty();
    assertThat(config.namespace()).isEqualTo("default");
    assertThat(tree(Map.of()).backend()).isEqualTo("embedded");
    assertThat(tree(Map.of("agent", Map.of("models", Map.of()))).backend()).isEqualTo("embedded");
  }

  @Test
  void aUrlHasUserPasswordHostPortDatabaseAndSettings() {
    BackendConfig config =
        BackendConfig.ofUrl(
            "postgresql://me:p%40ss%2Fw%3Frd%25@db.example:6432/my%20db?sslmode=verify-full&schema=s");
    assertThat(config.backend()).isEqualTo("postgresql");
    assertThat(config.get("username")).isEqualTo("me");
    assertThat(config.get("password")).isEqualTo("p@ss/w?rd%");
    assertThat(config.get("host")).isEqualTo("db.example");
    assertThat(config.number("port", 5432)).isEqualTo(6432);
    assertThat(config.get("database")).isEqualTo("my db");
    assertThat(config.get("sslmode")).isEqualTo("verify-full");
    assertThat(config.get("schema")).isEqualTo("s");
  }

  @Test
  void partsOfAUrlMayBeMissing() {
    BackendConfig config = BackendConfig.ofUrl("postgresql://localhost/db");
    assertThat(config.names()).containsExactly("database", "host");
    assertThat(config.number("port", 5432)).isEqualTo(5432);
    assertThat(BackendConfig.ofUrl("postgresql://[::1]:5433/db").get("host")).isEqualTo("[::1]");
    assertThat(BackendConfig.ofUrl("postgresql://u@h").get("username")).isEqualTo("u");
    assertThat(BackendConfig.ofUrl("postgresql://u:a@b@h/db").get("password")).isEqualTo("a@b");
    assertThat(BackendConfig.ofUrl("embedded:./data").get("path")).isEqualTo("./data");
    assertThat(BackendConfig.ofUrl("embedded:///var/data?read_only=true").get("path"))
        .isEqualTo("/var/data");
  }

  @Test
  void aUrlThatIsNoneIsRefusedWithoutBeingShown() {
    for (String url :
        List.of(
            "secret", "://secret", "pg://u:secret@h:port/d", "pg://h/d?secret", "pg://h/%secret")) {
      assertThatThrownBy(() -> BackendConfig.ofUrl(url))
          .as(url)
          .isInstanceOf(InvalidRequest.class)
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void theBlockOfAContextDatabaseIsRead() {
    BackendConfig config =
        tree(
            Map.of(
                "storage",
                Map.of(
                    "vectordb",
                    Map.of(
                        "backend", "postgres_pgvector",
                        "url", "postgresql://user:password@host:5432/dbname",
                        "schema", "public",
                        "table", "contexts",
                        "index_name", "contexts_embedding"))));
    assertThat(config.backend()).isEqualTo("postgres_pgvector");
    assertThat(config.get("host")).isEqualTo("host");
    assertThat(config.get("database")).isEqualTo("dbname");
    assertThat(config.get("password")).isEqualTo("password");
    assertThat(config.get("schema")).isEqualTo("public");
    assertThat(config.get("table")).isEqualTo("contexts");
    assertThat(config.get("index_name")).isEqualTo("contexts_embedding");
  }

  @Test
  void theBlockOfAnAgentIsReadWithItsVariables() {
    Map<String, Object> namespace = new HashMap<>();
    namespace.put("type", "postgresql");
    namespace.put("host", "${PG_HOST}");
    namespace.put("port", 5433);
    namespace.put("database", "agent");
    namespace.put("username", "me");
    namespace.put("password", "${PG_PASSWORD}");
    namespace.put("schema", "public");
    namespace.put("sslmode", "require");
    namespace.put("enable_vector_search", false);
    Map<String, Object> other = Map.of("type", "embedded");
    Map<String, Object> agent =
        Map.of(
            "namespace", Map.of("pg", namespace, "local", other),
            "storage", Map.of("backends", Map.of("namespace", "pg")));
    BackendConfig config = tree(Map.of("agent", agent));
    assertThat(config.backend()).isEqualTo("postgresql");
    assertThat(config.namespace()).isEqualTo("pg");
    assertThat(config.get("host")).isEqualTo("db.example");
    assertThat(config.number("port", 5432)).isEqualTo(5433);
    assertThat(config.get("database")).isEqualTo("agent");
    assertThat(config.get("username")).isEqualTo("me");
    assertThat(config.get("password")).isEqualTo("p@ss:w/rd?$1");
    assertThat(config.get("schema")).isEqualTo("public");
    assertThat(config.get("sslmode")).isEqualTo("require");
    assertThat(config.vectorSearch()).isFalse();
  }

  @Test
  void theNamespaceThatTheStoresUseMustBeThere() {
    Map<String, Object> one = Map.of("namespace", Map.of("only", Map.of("type", "embedded")));
    assertThat(tree(Map.of("agent", one)).namespace()).isEqualTo("only");
    Map<String, Object> wrong =
        Map.of(
            "namespace", Map.of("a", Map.of()),
            "storage", Map.of("backends", Map.of("namespace", "b")));
    assertThatThrownBy(() -> tree(Map.of("agent", wrong)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("agent.storage.backends.namespace must be one of agent.namespace: a; got b");
  }

  @Test
  void aVariableThatIsNotSetIsNamedWithItsSetting() {
    assertThatThrownBy(() -> config(Map.of("password", "${NOT_SET}")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("setting 'password' needs the environment variable NOT_SET, which is not set");
  }

  @Test
  void variablesMayBePartOfAUrlOrAllOfIt() {
    BackendConfig part = config(Map.of("url", "postgresql://u:${PG_PASSWORD}@${PG_HOST}:1/db"));
    assertThat(part.get("password")).isEqualTo("p@ss:w/rd?$1");
    assertThat(part.get("host")).isEqualTo("db.example");
    assertThat(config(Map.of("url", "${URL}")).get("database")).isEqualTo("db");
  }

  @Test
  void passwordsAreNeverShown() {
    BackendConfig config =
        config(
            Map.of(
                "url", "postgresql://u:hidden@h/db?sslpassword=hidden&API_KEY=hidden",
                "auth_token", "hidden"));
    assertThat(config.toString()).doesNotContain("hidden").contains("password=***", "host=h");
    assertThatThrownBy(() -> config.checkKnown(Set.of("host")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void settingsOfTheWrongKindAreNamed() {
    BackendConfig config = config(Map.of("port", "many", "read_only", "perhaps"));
    assertThatThrownBy(() -> config.number("port", 1))
        .hasMessage("setting 'port' must be a number, got 'many'");
    assertThatThrownBy(() -> config.flag("read_only", false))
        .hasMessage("setting 'read_only' must be true or false, got 'perhaps'");
    assertThatThrownBy(() -> config.required("host"))
        .hasMessage("backend 'embedded' needs the setting 'host'");
    assertThatThrownBy(() -> config.checkKnown(Set.of("port", "readonly")))
        .hasMessageContaining("no setting 'read_only'; did you mean 'readonly'?");
    assertThatThrownBy(() -> config(Map.of("path", List.of("a"))))
        .hasMessage("setting 'path' must be a single value");
  }

  private static BackendConfig config(Map<String, Object> settings) {
    return BackendConfig.of(settings, ENVIRONMENT::get);
  }

  private static BackendConfig tree(Map<String, Object> tree) {
    return BackendConfig.ofTree(tree, ENVIRONMENT::get);
  }
}
