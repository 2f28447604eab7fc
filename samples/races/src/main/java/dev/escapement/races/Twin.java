package dev.escapement.races;

import java.util.List;

/**
 * A production class with one step of its protocol left out.
 *
 * @param race the race that has to show it
 * @param file the source file, from the root of the project
 * @param lacks the step
 * @param changes how it is left out; more than one if it is moved
 */
record Twin(String race, String file, String lacks, List<Change> changes) {
  static Twin of(String race, String file, String lacks, String from, String to) {
    return new Twin(race, file, lacks, List.of(new Change(from, to)));
  }

  String applyTo(String source) {
    String changed = source;
    for (Change change : changes) {
      changed = change.applyTo(changed, file);
    }
    return changed;
  }
}
