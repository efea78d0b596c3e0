package dev.pilum.storage.env;

import java.util.concurrent.Executor;

/** Another environment, but for what is overridden: for whoever counts or changes something. */
public interface ForwardingEnv extends Env {
  /** Returns the other environment, the same one each time. */
  Env env();

  @Override
  default FileStore files() {
    return env().files();
  }

  @Override
  default long currentTimeMillis() {
    return env().currentTimeMillis();
  }

  @Override
  default long nanoTime() {
    return env().nanoTime();
  }

  @Override
  default void pause(long nanos) throws InterruptedException {
    env().pause(nanos);
  }

  @Override
  default void giveWay() {
    env().giveWay();
  }

  @Override
  default long nextRandomLong() {
    return env().nextRandomLong();
  }

  @Override
  default Executor background() {
    return env().background();
  }

  @Override
  default Executor helpers() {
    return env().helpers();
  }

  @Override
  default Appointment later(long nanos, Runnable task) {
    return env().later(nanos, task);
  }

  @Override
  default int parallelism() {
    return env().parallelism();
  }

  @Override
  default void close() {
    env().close();
  }
}
