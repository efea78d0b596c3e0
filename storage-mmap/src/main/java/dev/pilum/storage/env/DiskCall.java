package dev.pilum.storage.env;

import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/*
 * A FileChannel is an InterruptibleChannel: interrupting a thread that is inside one of its calls, or that enters one with its
 * interrupt flag up, closes the channel under everybody who uses it. A database that loses its log because an application server
 * cancelled one request would be a poor guest. So every disk call
 *
 *   1. takes the interrupt flag down before it enters the JDK and puts it up again when it leaves;
 *   2. when the channel is closed nevertheless, by an interrupt that came in between, runs its action again. The action must then
 *      find another way in (open anew, or the second handle that DiskAppendFile keeps); it never meets the same closed channel twice.
 *
 * Actions on the way of opening a database are classes with a body, not lambdas: a class costs 0.3 ms in a fresh JVM, a lambda 0.7 ms
 * and, the first of its shape, up to 8 ms (docs/decisions/0009).
 */
/** One call to the operating system: undisturbed by interrupts, its errors translated. */
final class DiskCall {
  /** What is to be done; run again when its channel was closed under it. */
  interface Action<T> {
    T run() throws IOException;
  }

  /** An action with nothing to return. */
  interface VoidAction {
    void run() throws IOException;
  }

  private DiskCall() {}

  static <T> T call(String operation, String path, Action<T> action) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return action.run();
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } catch (IOException e) {
      throw failure(operation, path, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static void run(String operation, String path, VoidAction action) {
    call(
        operation,
        path,
        new Action<String>() {
          @Override
          public String run() throws IOException {
            action.run();
            return path;
          }
        });
  }

  private static StorageFailure failure(String operation, String path, IOException cause) {
    return new StorageFailure(
        "cannot %s '%s': %s".formatted(operation, path, reason(cause)), cause);
  }

  /** The JDK's file system exceptions have a message that is only the path. */
  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e ->
          "it does not exist, or its folder does not (" + e.getMessage() + ")";
      case FileAlreadyExistsException e -> "it exists already (" + e.getMessage() + ")";
      default -> cause.getClass().getSimpleName() + ": " + cause.getMessage();
    };
  }
}
