package dev.pilum.testkit.contract;

import dev.pilum.backend.BackendConfig;
import java.nio.file.Path;

/** A backend that somebody else wrote, found on the class path; the engine knows nothing of it. */
class ToyBackendTest extends BackendContract {
  @Override
  protected BackendConfig config(Path place) {
    return BackendConfig.ofUrl("toy-box:" + place);
  }

  @Override
  public boolean durable() {
    return false;
  }
}
