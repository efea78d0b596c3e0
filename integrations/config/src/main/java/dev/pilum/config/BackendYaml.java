package dev.pilum.config;

import dev.pilum.backend.BackendConfig;
import dev.pilum.storage.error.InvalidRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads {@link BackendConfig}s from YAML 1.2. What is read are texts, numbers, truths, lists and
 * maps; no tag makes any other object.
 */
public final class BackendYaml {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setLabel("configuration").setAllowDuplicateKeys(false).build();

  private BackendYaml() {}

  /**
   * Returns the configuration in a YAML document, as {@link BackendConfig#ofTree} finds it there.
   *
   * @param yaml one document; an empty one is the configuration of the embedded backend
   * @throws InvalidRequest with line and column, but nothing of the document, when it is no YAML;
   *     when an environment variable is not set, naming it
   */
  public static BackendConfig read(String yaml) {
    return read(yaml, System::getenv);
  }

  /** As {@link #read(String)}, with variables from elsewhere; {@code null} for one not set. */
  public static BackendConfig read(String yaml, Function<String, @Nullable String> environment) {
    return BackendConfig.ofTree(tree(yaml), environment);
  }

  private static Map<String, @Nullable Object> tree(String yaml) {
    Object document;
    try {
      document = new Load(SETTINGS).loadFromString(yaml);
    } catch (MarkedYamlEngineException e) {
      throw new InvalidRequest("the configuration is no YAML" + place(e));
    } catch (YamlEngineException e) {
      throw new InvalidRequest("the configuration is no YAML of one document");
    }
    if (document == null) {
      return Map.of();
    }
    if (!(document instanceof Map<?, ?> map)) {
      throw new InvalidRequest("the configuration must be a YAML map");
    }
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    map.forEach((name, value) -> tree.put(String.valueOf(name), value));
    return tree;
  }

  /** Says where, without the line itself: there may be a password in it. */
  private static String place(MarkedYamlEngineException error) {
    return error
        .getProblemMark()
        .map(mark -> ", line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse("");
  }
}
