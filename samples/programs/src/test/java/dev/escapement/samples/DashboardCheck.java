package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The dashboard in a real browser: both switches show on the page what they do, and it reads well
 * on a phone, in the dark, and while the program is away. The pictures are in target.
 */
class DashboardCheck {
  /** For the median, which a busy machine moves least. */
  private static final double CALM_MILLIS = 10;

  private static final double HOGGED_MILLIS = 50;
  private static final double HELD_MILLIS = 100;
  private static final double WAITED_MILLIS = 500;
  private static final double TIMES = 100;
  private static final Path PICTURES = Path.of("target");

  @Test
  void page_showsWhatTheSwitchesDo() throws Exception {
    int port = DashboardJvm.freePort();
    String address = "http://127.0.0.1:" + port;
    try (var program = new DashboardJvm(port);
        var browser = new Browser()) {
      browser.size(1_200, 800);
      browser.prefer("light");
      browser.open(address);

      loads(browser);
      hog(browser);
      saturation(browser);
      browser.picture(PICTURES.resolve("dashboard.png"));
      dark(browser);
      phone(browser);
      reload(browser, address);

      assertEquals(List.of(), browser.complaints(), "console");
      assertEquals(List.of(address), browser.asked(), "hosts asked");
      Ran ran = program.end();
      ran.assertNoWarnings();
      assertEquals(address + "/", ran.out().getFirst().split(" ", -1)[3]);
      away(browser, port);
    }
  }

  private static void loads(Browser browser) {
    for (String chart : List.of("loop", "resume", "overdue", "busy", "pending")) {
      browser.awaitThat(
          () -> "the chart '" + chart + "' has data",
          () ->
              browser.number("charts." + chart + ".plot.data[1].filter(Number.isFinite).length")
                  >= 4);
      double drawn =
          browser.number(
              "(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data"
                  + ".filter((v, i) => i % 4 === 3 && v > 0).length)"
                  + "(charts."
                  + chart
                  + ".plot.ctx.canvas)");
      assertTrue(drawn > 1_000, () -> chart + " has " + drawn + " pixels");
    }
    double tasks = browser.number("document.getElementById('tasks').rows.length");
    assertEquals(50, tasks, "rows of tasks");
    assertTrue(browser.text("more").matches("And \\d+ more\\."), browser.text("more"));
  }

  private static void hog(Browser browser) {
    String before = awaitCalm(browser);
    browser.press("hog");
    browser.awaitThat(
        () -> "overdue and loop lag rise: " + lags(browser),
        () ->
            browser.millis("overdue") > HELD_MILLIS && browser.millis("loop-p50") > HOGGED_MILLIS);
    browser.awaitThat(
        () -> "the page says who it is: " + browser.text("reason"),
        () ->
            browser.text("headline").startsWith("The loop is late")
                && browser.text("reason").contains("Task 'hog' holds the carrier"));
    browser.awaitThat(() -> "stalls are counted", () -> !browser.text("stalls").equals("0"));
    String during = lags(browser);
    browser.press("hog");
    String after = awaitCalm(browser);
    System.out.printf("hog%n  before: %s%n  during: %s%n  after:  %s%n", before, during, after);
  }

  private static void saturation(Browser browser) {
    browser.press("saturation");
    double[] times = {0};
    browser.awaitThat(
        () -> "resume lag is " + TIMES + " times loop lag: " + lags(browser),
        () -> (times[0] = timesLater(browser)) >= TIMES);
    browser.awaitThat(
        () -> "the page says so: " + browser.text("headline"),
        () -> browser.text("headline").contains("irtual threads wait for a JDK carrier"));
    String during = lags(browser);
    browser.press("saturation");
    String after = awaitCalm(browser);
    System.out.printf(
        "saturation%n  during: %s; resume lag is %.0f times loop lag (bar %.0f)%n  after:  %s%n",
        during, times[0], TIMES, after);
  }

  /** Resume lag by loop lag of the same ten seconds: for p50 or p99, whichever is less. */
  private static double timesLater(Browser browser) {
    return browser.number(
        "Math.min(...['p50', 'p99'].map(line => document.getElementById('resume-' + line)"
            + ".dataset.nanos / document.getElementById('loop-' + line).dataset.nanos))");
  }

  private static String awaitCalm(Browser browser) {
    browser.awaitThat(
        () -> "all is calm: " + lags(browser),
        () ->
            browser.millis("overdue") < HELD_MILLIS
                && browser.millis("loop-p50") < CALM_MILLIS
                && browser.millis("resume-p50") < CALM_MILLIS
                && browser.millis("resume-p99") < WAITED_MILLIS);
    return lags(browser);
  }

  private static String lags(Browser browser) {
    var text = new StringBuilder("overdue " + browser.text("overdue"));
    for (String lag : List.of("loop", "resume")) {
      text.append("; ").append(lag).append(" lag");
      for (String line : List.of("p50", "p99", "max")) {
        text.append(' ').append(line).append(' ').append(browser.text(lag + "-" + line));
      }
    }
    return text.toString();
  }

  private static void dark(Browser browser) throws IOException {
    assertTrue(browser.luminance("body", "background-color") > 0.8, "light");
    browser.prefer("dark");
    double ground = browser.luminance("body", "background-color");
    double letters = browser.luminance("body", "color");
    System.out.printf("dark: luminance %.3f, of the text %.3f%n", ground, letters);
    assertTrue(ground < 0.05, "dark");
    assertTrue((letters + 0.05) / (ground + 0.05) > 7, "contrast");
    browser.picture(PICTURES.resolve("dashboard-dark.png"));
    browser.prefer("light");
  }

  private static void phone(Browser browser) throws IOException {
    browser.size(360, 740);
    double width = browser.number("document.documentElement.scrollWidth");
    System.out.printf("phone: the page is %.0f px wide on 360%n", width);
    assertTrue(width <= 360, "width");
    browser.picture(PICTURES.resolve("dashboard-phone.png"));
  }

  /** What was there before is there again, since the program keeps it. */
  private static void reload(Browser browser, String address) {
    double before = browser.number("columns.t.length");
    browser.open(address);
    browser.awaitThat(
        () -> "the page shows what was before", () -> browser.number("columns.t.length") >= before);
  }

  /** The program has ended; the page says so, and is there again when the program is. */
  private static void away(Browser browser, int port) throws IOException {
    browser.awaitThat(
        () -> "the page says that nobody answers: " + browser.text("headline"),
        () -> browser.text("headline").equals("No connection."));
    try (var _ = new DashboardJvm(port)) {
      browser.awaitThat(
          () -> "the page is back: " + browser.text("headline"),
          () ->
              !browser.text("headline").equals("No connection.")
                  && browser.number("columns.t.length") > 2);
    }
  }
}
