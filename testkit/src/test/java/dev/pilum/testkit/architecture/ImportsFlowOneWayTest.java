package dev.pilum.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;

/** Imports flow one way: engine to index to storage, and never in a circle between packages. */
class ImportsFlowOneWayTest {
  private final JavaClasses classes = PilumClasses.ALL;

  @Test
  void storageKnowsNobody() {
    noClasses()
        .that()
        .resideInAPackage(PilumClasses.STORAGE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            PilumClasses.INDEX, PilumClasses.TEXT, PilumClasses.ENGINE_API, PilumClasses.ENGINE)
        .because("storage-mmap stands at the bottom")
        .check(classes);
  }

  @Test
  void theIndexKnowsStorageOnly() {
    noClasses()
        .that()
        .resideInAPackage(PilumClasses.INDEX)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PilumClasses.TEXT, PilumClasses.ENGINE_API, PilumClasses.ENGINE)
        .because("index-hnsw searches bytes and does not know whose they are")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void textSearchKnowsStorageOnly() {
    noClasses()
        .that()
        .resideInAPackage(PilumClasses.TEXT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PilumClasses.INDEX, PilumClasses.ENGINE_API, PilumClasses.ENGINE)
        .because("fts searches texts and does not know whose they are")
        .check(classes);
  }

  @Test
  void nothingShippedKnowsTheTestkit() {
    noClasses()
        .that()
        .resideInAnyPackage(PilumClasses.SHIPPED)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.pilum.testkit..", "org.junit..", "net.jqwik..", "java.sql..")
        .because("users get the database, not its tests and not another database's driver")
        .check(classes);
  }

  /** The API package is left out: it and the engine behind it know each other, by design. */
  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("dev.pilum.(**)")
        .should()
        .beFreeOfCycles()
        .because("to learn how a write works, read its packages in one order")
        .check(classes);
  }
}
