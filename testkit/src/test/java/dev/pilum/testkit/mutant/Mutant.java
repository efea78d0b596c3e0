package dev.pilum.testkit.mutant;

import dev.pilum.testkit.table.Check;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A deliberate bug: the engine with one method changed.
 *
 * @param bug what is wrong, for people
 * @param type the class it is in, by its full name
 * @param method the method it is in; all of that name
 * @param edit what is changed there
 * @param check what must find it
 * @param hint how many histories may be left out that are known not to find it; no more than saves
 *     time
 */
record Mutant(String bug, String type, String method, Edit edit, Check check, int hint) {
  /** Makes one without a hint. */
  Mutant(String bug, String type, String method, Edit edit, Check check) {
    this(bug, type, method, edit, check, 0);
  }

  /** Returns the same bug, looked for from another history on. */
  Mutant foundAt(int history) {
    return new Mutant(bug, type, method, edit, check, history);
  }

  /**
   * Returns the class with the bug.
   *
   * @throws IllegalArgumentException when there is no such method, or nothing in it to change: the
   *     engine has moved on, and this list must follow
   */
  byte[] applyTo(byte[] sound) {
    AtomicInteger hits = new AtomicInteger();
    ClassFile files = ClassFile.of();
    byte[] changed =
        files.transformClass(
            files.parse(sound),
            (builder, element) -> {
              if (element instanceof MethodModel model && model.methodName().equalsString(method)) {
                builder.transformMethod(model, edit.of(model, hits));
              } else {
                builder.with(element);
              }
            });
    if (hits.get() == 0) {
      throw new IllegalArgumentException(
          "'%s' cannot be planted: %s.%s is no longer what it was".formatted(bug, type, method));
    }
    return changed;
  }
}
