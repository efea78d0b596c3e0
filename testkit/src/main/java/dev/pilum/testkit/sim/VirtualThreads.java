package dev.pilum.testkit.sim;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;

/*
 * The JDK has virtual threads on a scheduler of one's own, but does not show them: ThreadBuilders.newVirtualThread, which its own tests use
 * too. It hands each piece of a thread's way, from one block or yield to the next, to the executor as a Runnable. Whoever runs these one
 * after another on one thread decides who goes on, at every lock and latch of java.util.concurrent.
 */
/** Makes virtual threads that go on only where and when a given executor lets them. */
final class VirtualThreads {
  /** What the JVM must be started with. */
  static final String FLAG = "--add-opens java.base/java.lang=ALL-UNNAMED";

  private final Method factory;
  private final Executor carrier;

  /**
   * Makes threads for {@code carrier}.
   *
   * @throws IllegalStateException when the JVM hides them, naming the flag it lacks
   */
  VirtualThreads(Executor carrier) {
    this.carrier = carrier;
    try {
      factory =
          Class.forName("java.lang.ThreadBuilders")
              .getDeclaredMethod(
                  "newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
      factory.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      throw new IllegalStateException(
          "threads in a chosen order need the JVM's flag '%s'; start it again with that"
              .formatted(FLAG),
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this JDK (%s) has no virtual threads on a scheduler of one's own; use JDK 25"
              .formatted(Runtime.version()),
          e);
    }
  }

  /** Returns a thread that has not been started. */
  Thread unstarted(String name, Runnable body) {
    try {
      return (Thread) factory.invoke(null, carrier, name, 0, body);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot make a virtual thread", e);
    }
  }
}
