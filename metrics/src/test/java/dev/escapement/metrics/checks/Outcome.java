package dev.escapement.metrics.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What became of a fault.
 *
 * @param fault what was injected
 * @param injected when
 * @param active when its alert became active
 * @param scrapes how many there were from when it was a fault until then
 */
record Outcome(Fault fault, Instant injected, Instant active, long scrapes) {
  /** Takes all alerts of the fault's runtime. */
  String describe(Set<String> raised) {
    Duration took = Duration.between(injected, active);
    return String.format(
        Locale.ROOT,
        "%-9s %-33s after %d scrapes, %.2f s from injection; beside it %s",
        fault.name(),
        fault.alert(),
        scrapes,
        took.toMillis() / 1e3,
        raised.stream().filter(alert -> !alert.equals(fault.alert())).toList());
  }

  /** Some alerts may be true for a reason that is not the fault. */
  List<String> complaints(int mostScrapes, Set<String> raised, Set<String> trueAnyway) {
    List<String> complaints = new ArrayList<>();
    if (active.isBefore(injected) && !trueAnyway.contains(fault.alert())) {
      complaints.add(fault.name() + ": the alert came before the fault");
    }
    boolean lateMachine = !trueAnyway.isEmpty();
    if (scrapes > mostScrapes + (lateMachine ? 1 : 0)) {
      complaints.add(fault.name() + ": the alert came after " + scrapes + " scrapes");
    }
    raised.stream()
        .filter(alert -> !alert.equals(fault.alert()) && !fault.symptoms().contains(alert))
        .filter(alert -> !trueAnyway.contains(alert))
        .forEach(alert -> complaints.add(fault.name() + ": raised " + alert + " as well"));
    return complaints;
  }
}
