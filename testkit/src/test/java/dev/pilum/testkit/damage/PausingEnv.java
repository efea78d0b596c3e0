package dev.pilum.testkit.damage;

import dev.pilum.storage.env.Appointment;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import dev.pilum.testkit.SimulatedEnv;
import java.util.concurrent.Executor;

/** A simulated environment that has something else done whenever a thread pauses. */
record PausingEnv(SimulatedEnv env, FileStore files, Runnable inPauses) implements Env {
  @Override
  public void pause(long nanos) {
    env.pause(nanos);
    inPauses.run();
  }

  @Override
  public long currentTimeMillis() {
    return env.currentTimeMillis();
  }

  @Override
  public long nanoTime() {
    return env.nanoTime();
  }

  @Override
  public long nextRandomLong() {
    return env.nextRandomLong();
  }

  @Override
  public Executor background() {
    return env.background();
  }

  @Override
  public Executor helpers() {
    return env.helpers();
  }

  @Override
  public Appointment later(long nanos, Runnable task) {
    return env.later(nanos, task);
  }

  @Override
  public int parallelism() {
    return env.parallelism();
  }

  @Override
  public void close() {
    env.close();
  }
}
