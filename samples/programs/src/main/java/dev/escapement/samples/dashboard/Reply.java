package dev.escapement.samples.dashboard;

/** What the site answers: text, in UTF-8. */
record Reply(int status, String type, String text) {
  static final String PLAIN = "text/plain; charset=utf-8";

  static Reply ok(String type, String text) {
    return new Reply(200, type, text);
  }

  static Reply done() {
    return new Reply(204, PLAIN, "");
  }

  /** A refusal, with a sentence that says why. */
  static Reply refused(int status, String sentence) {
    return new Reply(status, PLAIN, sentence + "\n");
  }
}
