package dev.pilum.backend;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The providers there are, by name and alias. An application makes one of these: backends that it
 * opens on one folder share what they can.
 *
 * <p>Safe for use by many threads.
 */
public final class Backends {
  private final Map<String, BackendProvider> byName = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();

  private Backends(Iterable<BackendProvider> providers) {
    for (BackendProvider provider : providers) {
      register(provider.name(), provider);
      provider.aliases().forEach(alias -> register(alias, provider));
      names.add(provider.name());
    }
    names.sort(null);
  }

  /** Returns the providers on the class or module path of this thread's context class loader. */
  public static Backends discover() {
    return of(ServiceLoader.load(BackendProvider.class));
  }

  /** Returns the providers that {@code loader} finds. */
  public static Backends discover(ClassLoader loader) {
    return of(ServiceLoader.load(BackendProvider.class, loader));
  }

  /** Returns the providers of the modules of {@code layer} and its parents. */
  public static Backends discover(ModuleLayer layer) {
    return of(ServiceLoader.load(layer, BackendProvider.class));
  }

  /**
   * Returns these providers.
   *
   * @throws InvalidRequest when two have one name
   */
  public static Backends of(Iterable<BackendProvider> providers) {
    return new Backends(providers);
  }

  /** Returns the names of the providers, sorted, without aliases. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /**
   * Opens what the configuration says.
   *
   * @throws InvalidRequest when no provider has its name, naming those there are
   */
  public Backend open(BackendConfig config) {
    BackendProvider provider = provider(config.backend());
    Backend opened = provider.open(config);
    BackendCapabilities capabilities = opened.capabilities();
    return new CheckedBackend(
        opened,
        provider.name(),
        config.vectorSearch() ? capabilities : capabilities.withoutVectors());
  }

  /** As {@link #open(BackendConfig)}, of a URL; see {@link BackendConfig#ofUrl}. */
  public Backend open(String url) {
    return open(BackendConfig.ofUrl(url));
  }

  private BackendProvider provider(String name) {
    BackendProvider found = byName.get(plain(name));
    if (found == null) {
      throw new InvalidRequest(
          "there is no backend '%s' on the class or module path; did you mean '%s'? there are %s"
              .formatted(
                  name, NearestName.of(plain(name), List.copyOf(byName.keySet())), described()));
    }
    return found;
  }

  private String described() {
    List<String> all = new ArrayList<>();
    for (String name : names) {
      List<String> aliases = provider(name).aliases();
      all.add(aliases.isEmpty() ? name : name + " (also " + String.join(", ", aliases) + ")");
    }
    return String.join(", ", all);
  }

  private void register(String name, BackendProvider provider) {
    BackendProvider other = byName.putIfAbsent(plain(name), provider);
    if (other != null && other != provider) {
      throw new InvalidRequest(
          "two providers are called '%s': %s and %s; take one off the class path"
              .formatted(name, other.getClass().getName(), provider.getClass().getName()));
    }
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
