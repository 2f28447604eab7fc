package dev.escapement.loom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String JUNIT = "dev.escapement.loom.junit";
  private static final JavaClasses MAIN = read(new ImportOption.DoNotIncludeTests());
  private static final JavaClasses EVERYTHING = read(location -> true);

  private static JavaClasses read(ImportOption option) {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter().withImportOption(option).importPackages("dev.escapement.loom");
  }

  @Test
  void bridge_usesTheRuntimeThroughItsPublicPackagesOnly() {
    classes()
        .that()
        .resideOutsideOfPackage(JUNIT)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "dev.escapement.loom",
            "dev.escapement.runtime",
            "dev.escapement.runtime.spi")
        .check(MAIN);
  }

  @Test
  void junitSupport_usesVirtualTimeAndNobodyUsesIt() {
    classes()
        .that()
        .resideInAPackage(JUNIT)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "org.junit.jupiter.api..",
            "org.junit.platform.commons.support",
            "org.opentest4j",
            "dev.escapement.loom",
            "dev.escapement.loom.junit",
            "dev.escapement.runtime",
            "dev.escapement.runtime.sim")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage(JUNIT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(JUNIT)
        .check(MAIN);
  }

  @Test
  void main_neitherReflectsNorDeserializes() {
    noClasses()
        .that()
        .resideOutsideOfPackage(JUNIT) // extensions of JUnit are about methods
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "sun..", "jdk.internal..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(MAIN);
  }

  @Test
  void publicTypes_areFinal() {
    classes()
        .that()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and()
        .areNotAnnotations()
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(MAIN);
  }

  @Test
  void sleepingByTheWallClock_isForbidden() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Peer") // what the bridge is measured against
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", Duration.class)
        .check(EVERYTHING);
  }

  @Test
  void timedParks_areTheRuntimesAffair() {
    noClasses()
        .should()
        .callMethod(LockSupport.class, "parkNanos", Object.class, long.class)
        .orShould()
        .callMethod(LockSupport.class, "parkNanos", long.class)
        .check(MAIN);
  }
}
