package dev.escapement.races;

/**
 * One place in a source file.
 *
 * @param from what stands there, once in the file
 * @param to what the twin has instead
 */
record Change(String from, String to) {
  String applyTo(String source, String file) {
    int at = source.indexOf(from);
    if (at < 0 || source.indexOf(from, at + 1) >= 0) {
      throw new IllegalStateException(
          (at < 0 ? "nowhere in " : "more than once in ") + file + ": " + from);
    }
    return source.substring(0, at) + to + source.substring(at + from.length());
  }
}
