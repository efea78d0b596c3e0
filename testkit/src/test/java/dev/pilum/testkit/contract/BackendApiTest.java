package dev.pilum.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.pilum.backend.Backend;
import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The interface of backends as it was promised: every public type and member, in a file that is
 * changed by hand. So nobody who calls it or implements it is broken by accident.
 */
class BackendApiTest {
  private static final Path PROMISED = Path.of("src/test/resources/api/dev.pilum.backend.txt");

  @Test
  @Proves("O2")
  void theInterfaceOfBackendsIsWhatWasPromised() throws IOException {
    List<String> now = api();
    if (Boolean.getBoolean("pilum.api.write")) {
      Files.write(PROMISED, now);
    }
    assertThat(broken(Files.readAllLines(PROMISED), now))
        .as("what breaks those who call it or implement it")
        .isEmpty();
    assertThat(now)
        .as("additions are promises too: run this test with -Dpilum.api.write=true")
        .isEqualTo(Files.readAllLines(PROMISED));
  }

  @Test
  @Proves("O2")
  void whatIsTakenAwayOrAskedOfImplementorsBreaksAndWhatIsGivenDoesNot() {
    List<String> promised = List.of("a.I", "a.I abstract int old(int)", "a.R", "a.R int part()");
    assertThat(broken(promised, promised)).isEmpty();
    assertThat(broken(promised, with(promised, "a.I default int added()"))).isEmpty();
    assertThat(broken(promised, with(promised, "a.New", "a.New abstract int any()"))).isEmpty();
    assertThat(broken(promised, List.of("a.I", "a.I abstract int old(int)", "a.R")))
        .containsExactly("gone: a.R int part()");
    assertThat(broken(promised, List.of("a.R", "a.R int part()")))
        .containsExactly("gone: a.I", "gone: a.I abstract int old(int)");
    assertThat(broken(promised, with(promised, "a.I abstract int asked()")))
        .containsExactly("asked of whoever implements it: a.I abstract int asked()");
    assertThat(
            broken(promised, List.of("a.I", "a.I default int old(int)", "a.R", "a.R int part()")))
        .as("an implementation may be given")
        .isEmpty();
    List<String> sealed = List.of("a.S", "a.S sealed", "a.S$A", "a.S$A is a.S");
    assertThat(broken(sealed, with(sealed, "a.S$B", "a.S$B is a.S")))
        .as("a switch over it has no default")
        .containsExactly("asked of whoever implements it: a.S$B is a.S");
  }

  /** Returns what of {@code now} breaks those who stand on what was {@code promised}. */
  private static List<String> broken(List<String> promised, List<String> now) {
    Set<String> given = Set.copyOf(now.stream().map(BackendApiTest::asCalled).toList());
    List<String> broken = new ArrayList<>();
    for (String member : promised) {
      if (!given.contains(asCalled(member))) {
        broken.add("gone: " + member);
      }
    }
    Set<String> old = Set.copyOf(promised);
    for (String member : now) {
      if (!old.contains(member) && asks(member, old)) {
        broken.add("asked of whoever implements it: " + member);
      }
    }
    return broken;
  }

  /** Implementors have to write abstract methods, and to look at every case of a sealed type. */
  private static boolean asks(String member, Set<String> old) {
    String[] words = member.split(" ", 3);
    return words.length == 3
        && ((words[1].equals("abstract") && old.contains(words[0]))
            || (words[1].equals("is") && old.contains(words[2] + " sealed")));
  }

  /** To callers it is all the same whether a method of an interface is implemented there. */
  private static String asCalled(String member) {
    return member.replace(" abstract ", " ").replace(" default ", " ");
  }

  private static List<String> with(List<String> members, String... more) {
    List<String> all = new ArrayList<>(members);
    all.addAll(List.of(more));
    return all;
  }

  /** Returns all public types of the package and their members, sorted. */
  private static List<String> api() {
    Set<String> api = new TreeSet<>();
    for (JavaClass found :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(Backend.class)) {
      Class<?> type = found.reflect();
      if (type.getPackageName().equals(Backend.class.getPackageName()) && isPublic(type)) {
        note(type, api);
      }
    }
    return List.copyOf(api);
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }

  private static void note(Class<?> type, Set<String> api) {
    String name = type.getName();
    api.add(name);
    if (type.isSealed()) {
      api.add(name + " sealed");
    }
    for (Class<?> above : type.getInterfaces()) {
      api.add(name + " is " + above.getName());
    }
    List<AccessibleObject> members = new ArrayList<>(List.of(type.getDeclaredMethods()));
    members.addAll(List.of(type.getDeclaredConstructors()));
    members.addAll(List.of(type.getDeclaredFields()));
    for (AccessibleObject member : members) {
      String text = text(type, member);
      if (text != null) {
        api.add(name + " " + text);
      }
    }
  }

  private static @org.jspecify.annotations.Nullable String text(
      Class<?> type, AccessibleObject member) {
    return switch (member) {
      case Method m when isPromised(m.getModifiers()) && !isOfEveryObject(m) ->
          kind(type, m) + m.getReturnType().getTypeName() + " " + m.getName() + parameters(m);
      case Constructor<?> c when isPromised(c.getModifiers()) -> "new" + parameters(c);
      case Field f when isPromised(f.getModifiers()) ->
          "field " + f.getType().getTypeName() + " " + f.getName();
      default -> null;
    };
  }

  private static boolean isOfEveryObject(Method method) {
    return method.isSynthetic()
        || Set.of("equals", "hashCode", "toString").contains(method.getName());
  }

  private static boolean isPromised(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String kind(Class<?> type, Method method) {
    if (Modifier.isStatic(method.getModifiers())) {
      return "static ";
    }
    if (Modifier.isAbstract(method.getModifiers())) {
      return "abstract ";
    }
    return type.isInterface() ? "default " : "";
  }

  private static String parameters(Executable executable) {
    List<String> types = new ArrayList<>();
    for (Class<?> type : executable.getParameterTypes()) {
      types.add(type.getTypeName());
    }
    return "(" + String.join(", ", types) + ")";
  }
}
