package dev.pilum.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The compiled main classes of every module that {@code testkit} sees. */
final class PilumClasses {
  static final String STORAGE = "dev.pilum.storage..";
  static final String INDEX = "dev.pilum.hnsw..";
  static final String TEXT = "dev.pilum.fts..";
  static final String ENGINE_API = "dev.pilum";
  static final String ENGINE = "dev.pilum.engine..";
  static final String BACKEND = "dev.pilum.backend..";
  static final String[] SHIPPED = {STORAGE, INDEX, TEXT, ENGINE_API, BACKEND, ENGINE};

  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.pilum");

  private PilumClasses() {}
}
