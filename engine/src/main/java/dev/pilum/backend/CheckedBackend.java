package dev.pilum.backend;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What {@link Backends} hand out: a provider's backend behind the checks that all have in common.
 */
final class CheckedBackend implements Backend {
  private final Backend inner;
  private final String provider;
  private final BackendCapabilities capabilities;
  private final AtomicLong drops = new AtomicLong();

  CheckedBackend(Backend inner, String provider, BackendCapabilities capabilities) {
    this.inner = inner;
    this.provider = provider;
    this.capabilities = capabilities;
  }

  @Override
  public BackendCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public Namespace namespace(String name) {
    return new CheckedNamespace(
        inner.namespace(CheckedNamespace.checked("namespace", name)), capabilities, drops);
  }

  @Override
  public void close() {
    inner.close();
  }

  @Override
  public String toString() {
    return "backend '" + provider + "'";
  }
}
