package dev.escapement.runtime;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "dev.escapement.runtime";
  private static final JavaClasses EVERYTHING = read();
  private static final JavaClasses MAIN =
      EVERYTHING.that(
          new DescribedPredicate<>("are no tests") {
            @Override
            public boolean test(JavaClass type) {
              return !type.getSource().orElseThrow().getUri().getPath().contains("/test-classes/");
            }
          });

  private static JavaClasses read() {
    // Names are enough: what the JDK's classes depend on is no concern of ours.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter().importPackages(ROOT);
  }

  private static final DescribedPredicate<JavaClass> OPEN =
      new DescribedPredicate<>("public classes that anybody can extend") {
        @Override
        public boolean test(JavaClass type) {
          return type.getModifiers().contains(PUBLIC)
              && !type.getModifiers().contains(FINAL)
              && !type.isInterface()
              && !type.isEnum()
              && !type.reflect().isSealed();
        }
      };

  @Test
  void main_everyClass_dependsOnNothingButTheJdkAndTwoLibraries() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            are(
                resideInAnyPackage(
                    "java..", "jdk.jfr..", "org.jctools..", "org.jspecify..", ROOT + "..")))
        .check(MAIN);
  }

  @Test
  void main_everyClass_leavesTheInternalsOfTheJdkAlone() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("sun..", "jdk.internal..", "com.sun..")
        .check(MAIN);
  }

  @Test
  void main_everyClass_neitherReflectsNorDeserializes() {
    noClasses()
        .should()
        .dependOnClassesThat(
            are(resideInAPackage("java.lang.reflect..").or(type(ObjectInputStream.class))))
        .check(MAIN);
  }

  @Test
  void spi_everyClass_dependsOnNothingOfTheRuntimeButTasks() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".spi..")
        .should()
        .dependOnClassesThat(
            are(resideInAPackage(ROOT + "..")).and(not(inSpi())).and(not(type(Task.class))))
        .check(MAIN);
  }

  private static DescribedPredicate<JavaClass> inSpi() {
    return resideInAPackage(ROOT + ".spi..");
  }

  @Test
  void sim_fromOutside_isReferredToByNobody() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..sim..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..sim..")
        .check(MAIN);
  }

  @Test
  void publicTypes_always_areFinalSealedOrInterfaces() {
    noClasses().should(new Being(OPEN)).check(MAIN);
  }

  @Test
  void sleepingByTheWallClock_anywhere_isForbidden() {
    noClasses()
        .should()
        .callMethodWhere(
            new DescribedPredicate<JavaMethodCall>("it sleeps by the wall clock") {
              @Override
              public boolean test(JavaMethodCall call) {
                MethodCallTarget target = call.getTarget();
                return target.getName().equals("sleep")
                    && (target.getOwner().isEquivalentTo(Thread.class)
                        || target.getOwner().isEquivalentTo(TimeUnit.class));
              }
            })
        .check(EVERYTHING);
  }

  @Test
  void main_everyClass_writesNothingToTheConsole() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(MAIN);
  }

  @Test
  void varHandles_always_areHiddenBehindAccessors() {
    classes().should(new CallingVarHandlesOnlyInAccessors()).check(MAIN);
  }

  @Test
  void packages_always_areNullMarkedAndSayWhatBelongsThere() throws ClassNotFoundException {
    Set<String> packages =
        MAIN.stream().map(JavaClass::getPackageName).collect(Collectors.toUnmodifiableSet());
    assertTrue(packages.contains(ROOT) && packages.contains(ROOT + ".spi"));
    for (String name : packages) {
      Class<?> info = Class.forName(name + ".package-info");
      assertNotNull(info.getPackage().getAnnotation(NullMarked.class), name);
    }
  }

  private static final class Being extends ArchCondition<JavaClass> {
    private final DescribedPredicate<JavaClass> what;

    Being(DescribedPredicate<JavaClass> what) {
      super("be " + what.getDescription());
      this.what = what;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      events.add(new SimpleConditionEvent(type, what.test(type), type.getFullName()));
    }
  }

  /** A member that accesses a handle does so once and calls nothing else; it is not public. */
  private static final class CallingVarHandlesOnlyInAccessors extends ArchCondition<JavaClass> {
    private static final String FENCE = "Fence";

    CallingVarHandlesOnlyInAccessors() {
      super("call VarHandles only in accessors");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
        if (call.getTargetOwner().isEquivalentTo(VarHandle.class)
            && !call.getName().endsWith(FENCE)) {
          JavaCodeUnit origin = call.getOrigin();
          boolean hidden =
              !origin.getModifiers().contains(PUBLIC)
                  && origin.getMethodCallsFromSelf().size() == 1;
          events.add(new SimpleConditionEvent(call, hidden, call.getDescription()));
        }
      }
    }
  }
}
