package dev.pilum.testkit.damage;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingEnv;
import dev.pilum.testkit.SimulatedEnv;

/** A simulated environment that has something else done whenever a thread pauses. */
record PausingEnv(SimulatedEnv env, FileStore files, Runnable inPauses) implements ForwardingEnv {
  @Override
  public void pause(long nanos) {
    env.pause(nanos);
    inPauses.run();
  }
}
