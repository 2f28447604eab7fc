package dev.escapement.benchmarks.workloads;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The processor time of this process from the POSIX clock, to the nanosecond. The JDK's own figure
 * comes in steps of 10 ms on Linux.
 */
@SuppressWarnings("restricted") // one call of the system, allowed by a flag of the process
final class ProcessClock {
  private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
  private static final MethodHandle CLOCK_GETTIME =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MemorySegment TIME = Arena.global().allocate(JAVA_LONG, 2);

  private ProcessClock() {}

  static synchronized long nanos() {
    try {
      int failed = (int) CLOCK_GETTIME.invokeExact(CLOCK_PROCESS_CPUTIME_ID, TIME);
      if (failed != 0) {
        throw new IllegalStateException("clock_gettime returned " + failed);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
    return TIME.getAtIndex(JAVA_LONG, 0) * 1_000_000_000 + TIME.getAtIndex(JAVA_LONG, 1);
  }
}
