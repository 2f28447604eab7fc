package dev.escapement.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void metrics_useTheRuntimesPublicPackageAndMicrometerOnly() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    JavaClasses main =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.escapement.metrics");
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "io.micrometer..",
            "dev.escapement.metrics..",
            "dev.escapement.runtime")
        .check(main);
  }
}
