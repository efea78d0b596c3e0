package dev.pilum.backend;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.NearestName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which backend to open, and how: a name and settings. Immutable. Passwords are never part of
 * {@link #toString()}, nor of any error.
 */
public final class BackendConfig {
  /** The backend where nothing is said. */
  public static final String EMBEDDED = "embedded";

  /** Settings that every backend has. */
  private static final Set<String> COMMON =
      Set.of("enable_vector_search", "namespace", "table", "index_name");

  private static final List<String> SECRET = List.of("password", "secret", "token", "api_key");

  private final String backend;
  private final Map<String, String> settings;

  private BackendConfig(String backend, Map<String, String> settings) {
    this.backend = backend;
    this.settings = settings;
  }

  /**
   * Returns a configuration of settings by name, as they stand in one block of a configuration
   * file: {@code backend}, or {@code type}, says which; {@code url} stands for the settings that it
   * has, and others win over it. Without any the backend is the embedded one.
   *
   * @param settings text, numbers, true or false; {@code null} is as good as absent. {@code
   *     ${NAME}} in them is the environment variable of that name
   * @throws InvalidRequest when a variable is not set, naming it and the setting
   */
  public static BackendConfig of(Map<String, ? extends @Nullable Object> settings) {
    return of(settings, System::getenv);
  }

  /** As {@link #of(Map)}, with variables from elsewhere; {@code null} for one that is not set. */
  public static BackendConfig of(
      Map<String, ? extends @Nullable Object> settings,
      Function<String, @Nullable String> environment) {
    Variables variables = new Variables(environment);
    Map<String, String> all = new LinkedHashMap<>();
    Object url = settings.get("url");
    if (url != null) {
      all.putAll(BackendUrl.settings(url.toString(), variables));
    }
    settings.forEach((name, value) -> {
      if (value != null && !name.equals("url")) {
        all.put(name, variables.expand(name, scalar(name, value)));
      }
    });
    return named(all);
  }

  /**
   * Returns a configuration from a URL, such as {@code
   * postgresql://user:password@host:5432/database?sslmode=require} or {@code embedded:./data}. The
   * scheme is the backend's name or an alias; what stands behind {@code ?} are further settings.
   * Percent signs escape what would be read otherwise.
   *
   * @throws InvalidRequest when it is none
   */
  public static BackendConfig ofUrl(String url) {
    return of(Map.of("url", url));
  }

  /**
   * Returns the configuration in a tree of settings, as a YAML file is read: either {@code
   * storage.vectordb}, or the one of {@code agent.namespace} that {@code
   * agent.storage.backends.namespace} names, or the tree itself is the block for {@link #of(Map)}.
   * A tree without any is that of the embedded backend.
   */
  public static BackendConfig ofTree(
      Map<String, ? extends @Nullable Object> tree,
      Function<String, @Nullable String> environment) {
    return of(ConfigTree.block(tree, new Variables(environment)), environment);
  }

  /** Returns the backend's name or alias. */
  public String backend() {
    return backend;
  }

  /** Returns the names of the settings, sorted. */
  public Set<String> names() {
    return settings.keySet();
  }

  /** Returns a setting, or {@code null} when it is not there. */
  public @Nullable String get(String name) {
    return settings.get(name);
  }

  /** Returns a setting, or {@code absent} when it is not there. */
  public String text(String name, String absent) {
    return settings.getOrDefault(name, absent);
  }

  /**
   * Returns a setting that must be there.
   *
   * @throws InvalidRequest when it is not
   */
  public String required(String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new InvalidRequest("backend '" + backend + "' needs the setting '" + name + "'");
    }
    return value;
  }

  /**
   * Returns a setting that is a whole number, or {@code absent} when it is not there.
   *
   * @throws InvalidRequest when it is something else
   */
  public long number(String name, long absent) {
    String value = settings.get(name);
    try {
      return value == null ? absent : Long.decode(value);
    } catch (NumberFormatException e) {
      throw new InvalidRequest("setting '" + name + "' must be a number, got '" + value + "'", e);
    }
  }

  /**
   * Returns a setting that is true or false, or {@code absent} when it is not there.
   *
   * @throws InvalidRequest when it is something else
   */
  public boolean flag(String name, boolean absent) {
    String value = text(name, String.valueOf(absent)).toLowerCase(Locale.ROOT);
    return switch (value) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default ->
          throw new InvalidRequest(
              "setting '" + name + "' must be true or false, got '" + value + "'");
    };
  }

  /** Returns whether vectors are searched: {@code enable_vector_search}, by default true. */
  public boolean vectorSearch() {
    return flag("enable_vector_search", true);
  }

  /** Returns the namespace that the application should use: {@code namespace}, or "default". */
  public String namespace() {
    return text("namespace", "default");
  }

  /**
   * Refuses settings that the backend does not know.
   *
   * @param known beside those that every backend has
   * @throws InvalidRequest naming the first, and the nearest known one
   */
  public void checkKnown(Set<String> known) {
    for (String name : settings.keySet()) {
      if (!known.contains(name) && !COMMON.contains(name)) {
        List<String> sorted = known.stream().sorted().toList();
        throw new InvalidRequest(
            "backend '%s' has no setting '%s'; did you mean '%s'? it has %s"
                .formatted(backend, name, NearestName.of(name, sorted), String.join(", ", sorted)));
      }
    }
  }

  /** Returns name and settings, passwords and the like as {@code ***}. */
  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>();
    settings.forEach((name, value) -> shown.put(name, isSecret(name) ? "***" : value));
    return backend + shown;
  }

  private static BackendConfig named(Map<String, String> settings) {
    Map<String, String> rest = new TreeMap<>(settings);
    String type = rest.remove("type");
    String backend = rest.remove("backend");
    String scheme = rest.remove(BackendUrl.SCHEME);
    for (String name : new String[] {backend, type, scheme}) {
      if (name != null) {
        return new BackendConfig(name, rest);
      }
    }
    return new BackendConfig(EMBEDDED, rest);
  }

  private static String scalar(String name, Object value) {
    if (value instanceof Map || value instanceof Collection) {
      throw new InvalidRequest("setting '" + name + "' must be a single value");
    }
    return value.toString();
  }

  private static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SECRET.stream().anyMatch(lower::contains);
  }
}
