package dev.pilum.hnsw;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Makes indexes over the vectors of rows that are still in memory, to which more are added all the
 * time; found by {@link ServiceLoader} among what is on the class or module path.
 */
public interface VectorIndexProvider {
  /** Returns the provider's name in lower case, such as {@code hnswlib}. */
  String name();

  /**
   * Returns an index over all rows of a block. While it is made, and afterwards, {@code former} may
   * still be searched.
   *
   * @param former what this provider made over the first rows of the same block, or {@code null}
   * @param block the rows; their memory stays alive as long as the index is used
   * @param metric what near means
   * @param parameters size and quality
   * @param included rows that have a vector; {@code null} for all. What is said of a row never
   *     changes
   * @param threads who does the work
   * @param monitor told about progress; may cancel
   * @throws java.util.concurrent.CancellationException when {@code monitor} said so, or the calling
   *     thread was interrupted
   * @throws InvalidRequest when {@code metric} does not measure the block's elements
   */
  VectorIndex extend(
      @Nullable VectorIndex former,
      VectorBlock block,
      Metric metric,
      HnswParameters parameters,
      @Nullable AcceptedOrdinals included,
      BuildThreads threads,
      BuildMonitor monitor);

  /**
   * Returns the provider of this name.
   *
   * @throws InvalidRequest when there is none, with the names there are
   */
  static VectorIndexProvider named(String name) {
    if (name.equals(LiveGraphs.NAME)) {
      return new LiveGraphs();
    }
    List<String> others = new ArrayList<>();
    for (VectorIndexProvider provider : ServiceLoader.load(VectorIndexProvider.class)) {
      if (provider.name().equals(name)) {
        return provider;
      }
      others.add(provider.name());
    }
    throw new InvalidRequest(
        "there is no vector index '%s' on the class or module path, only %s%s: choose one of them, or add the dependency dev.pilum:pilum-%s"
            .formatted(
                name,
                LiveGraphs.NAME,
                others.isEmpty() ? "" : " and " + String.join(", ", others),
                name));
  }
}
