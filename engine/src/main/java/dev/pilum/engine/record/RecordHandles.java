package dev.pilum.engine.record;

import dev.pilum.storage.error.InvalidRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls a record's accessors and its constructor.
 *
 * <p>This is the one place of Pilum that looks into classes by reflection: which components a
 * user's record has is known only when it runs, and neither an annotation processor nor a lambda
 * per component would spare the user work. Records are transparent by the language's own promise,
 * so nothing hidden is touched.
 */
final class RecordHandles {
  private final List<MethodHandle> accessors;
  private final MethodHandle constructor;

  private RecordHandles(List<MethodHandle> accessors, MethodHandle constructor) {
    this.accessors = accessors;
    this.constructor = constructor;
  }

  /**
   * Returns the handles of a record class.
   *
   * @throws InvalidRequest when the class is neither public in an exported package nor in a package
   *     open to Pilum
   */
  static RecordHandles of(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      List<MethodHandle> accessors = new ArrayList<>();
      for (RecordComponent component : components) {
        accessors.add(accessor(component.getAccessor()));
      }
      Class<?>[] parameters =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return new RecordHandles(
          List.copyOf(accessors), constructor(type.getDeclaredConstructor(parameters)));
    } catch (ReflectiveOperationException shut) {
      throw new InvalidRequest(
          "record %s cannot be reached: make it public, or open package %s to dev.pilum.engine"
              .formatted(type.getName(), type.getPackageName()),
          shut);
    }
  }

  /** Returns the value of the component with this place. */
  @Nullable Object get(int index, Record instance) {
    try {
      return (@Nullable Object) accessors.get(index).invokeExact(instance);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw new InvalidRequest("a record's accessor failed: " + checked, checked);
    }
  }

  /** Returns a record of these values; what its constructor throws is passed on. */
  Record create(List<@Nullable Object> arguments) {
    try {
      return (Record) constructor.invokeExact(arguments.toArray());
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw new InvalidRequest("a record's constructor failed: " + checked, checked);
    }
  }

  private static MethodHandle accessor(Method accessor) throws IllegalAccessException {
    open(accessor);
    return MethodHandles.lookup()
        .unreflect(accessor)
        .asType(MethodType.methodType(Object.class, Record.class));
  }

  private static MethodHandle constructor(Constructor<?> constructor)
      throws IllegalAccessException {
    open(constructor);
    MethodHandle handle = MethodHandles.lookup().unreflectConstructor(constructor);
    MethodHandle spread = handle.asSpreader(Object[].class, constructor.getParameterCount());
    return spread.asType(MethodType.methodType(Record.class, Object[].class));
  }

  private static void open(AccessibleObject member) throws IllegalAccessException {
    if (!member.trySetAccessible()) {
      throw new IllegalAccessException(member + " is not open");
    }
  }
}
