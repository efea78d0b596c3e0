package dev.pilum.testkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no class that ships may do, as far as its signature shows it. */
class HouseRulesTest {
  /**
   * Types of a constant that say by themselves that it can change; {@code Map} and the like may be
   * fixed copies.
   */
  private static final Set<String> CHANGEABLE =
      Set.of(
          "java.util.ArrayList",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.LinkedHashMap",
          "java.util.TreeMap",
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentMap",
          "java.util.concurrent.ConcurrentSkipListMap",
          "java.util.concurrent.atomic.AtomicBoolean",
          "java.util.concurrent.atomic.AtomicInteger",
          "java.util.concurrent.atomic.AtomicLong",
          "java.util.concurrent.atomic.AtomicReference",
          "java.util.concurrent.atomic.LongAdder");

  private static final DescribedPredicate<JavaClass> CHANGE =
      describe("a type that can change", type -> CHANGEABLE.contains(type.getName()));

  private static final DescribedPredicate<JavaMethod> TAKE_AN_OPTIONAL =
      describe(
          "take an Optional",
          method ->
              method.getRawParameterTypes().stream()
                  .anyMatch(t -> t.isEquivalentTo(Optional.class)));

  private static final DescribedPredicate<JavaMethod> SHOW_A_SEGMENT =
      describe(
          "show a MemorySegment",
          method -> typesOf(method).anyMatch(t -> t.isEquivalentTo(MemorySegment.class)));

  private final JavaClasses classes = PilumClasses.ALL;

  @Test
  void staticFieldsAreFinal() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(PilumClasses.SHIPPED)
        .and()
        .areStatic()
        .should()
        .beFinal()
        .because("two databases in one JVM share nothing")
        .check(classes);
  }

  /** The one list that all databases of a JVM must share says who holds which lock file. */
  @Test
  void constantsCannotChange() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(PilumClasses.SHIPPED)
        .and()
        .areNotDeclaredIn("dev.pilum.storage.env.DiskLock")
        .and()
        .areStatic()
        .should()
        .haveRawType(CHANGE)
        .because("two databases in one JVM share nothing")
        .check(classes);
  }

  @Test
  void nobodyUsesThreadLocals() {
    noClasses()
        .that()
        .resideInAnyPackage(PilumClasses.SHIPPED)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocal.class)
        .because("scratch memory is handed down, so that it has an owner")
        .check(classes);
  }

  @Test
  void noFieldAndNoParameterIsOptional() {
    noFields().should().haveRawType(Optional.class).check(classes);
    noMethods().should(ArchCondition.from(TAKE_AN_OPTIONAL)).check(classes);
  }

  @Test
  void theApiShowsNoMemorySegments() {
    noMethods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(PilumClasses.ENGINE_API)
        .and()
        .arePublic()
        .should(ArchCondition.from(SHOW_A_SEGMENT))
        .because("a segment must not outlive its snapshot, and users cannot know when that is")
        .allowEmptyShould(true)
        .check(classes);
  }

  private static Stream<JavaClass> typesOf(JavaMethod method) {
    return Stream.concat(
        Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream());
  }
}
