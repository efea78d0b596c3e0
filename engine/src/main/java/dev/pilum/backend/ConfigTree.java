package dev.pilum.backend;

import dev.pilum.storage.error.InvalidRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where in a tree of settings the block is that says which backend to open. */
final class ConfigTree {
  private static final String CHOICE = "agent.storage.backends.namespace";

  private ConfigTree() {}

  /** Returns the block; empty when there is none. */
  static Map<String, @Nullable Object> block(
      Map<String, ? extends @Nullable Object> tree, Variables variables) {
    Object vectors = at(tree, List.of("storage", "vectordb"));
    if (vectors != null) {
      return mapping("storage.vectordb", vectors);
    }
    Object namespaces = at(tree, List.of("agent", "namespace"));
    if (namespaces != null) {
      return chosen(mapping("agent.namespace", namespaces), choice(tree, variables));
    }
    return tree.containsKey("agent") || tree.containsKey("storage")
        ? Map.of()
        : new LinkedHashMap<>(tree);
  }

  private static @Nullable String choice(
      Map<String, ? extends @Nullable Object> tree, Variables variables) {
    Object choice = at(tree, List.of("agent", "storage", "backends", "namespace"));
    return choice == null ? null : variables.expand(CHOICE, choice.toString());
  }

  private static Map<String, @Nullable Object> chosen(
      Map<String, @Nullable Object> namespaces, @Nullable String choice) {
    String name = choice;
    if (name == null && namespaces.size() == 1) {
      name = namespaces.keySet().iterator().next();
    }
    if (name == null || !namespaces.containsKey(name)) {
      throw new InvalidRequest(
          "%s must be one of agent.namespace: %s; got %s"
              .formatted(CHOICE, String.join(", ", namespaces.keySet()), name));
    }
    Map<String, @Nullable Object> block = mapping("agent.namespace." + name, namespaces.get(name));
    block.putIfAbsent("namespace", name);
    return block;
  }

  private static @Nullable Object at(Map<?, ?> tree, List<String> path) {
    Object found = tree;
    for (String name : path) {
      found = found instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return found;
  }

  private static Map<String, @Nullable Object> mapping(String path, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new InvalidRequest("'" + path + "' must be a block of settings");
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((name, setting) -> copy.put(String.valueOf(name), setting));
    return copy;
  }
}
