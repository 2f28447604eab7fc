package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, as a person would use it. */
final class Browser implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final ObjectMapper json = new ObjectMapper();
  private final ChromeDriver driver;

  Browser() {
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(installed("chromium", "chromium-browser", "google-chrome"));
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // as root there is none, and the only page is our own
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync");
    options.setCapability("goog:loggingPrefs", logs);
    System.setProperty(
        ChromeDriverService.CHROME_DRIVER_EXE_PROPERTY, installed("chromedriver").toString());
    this.driver = new ChromeDriver(options);
  }

  private static File installed(String... names) {
    List<String> folders = List.of(System.getenv("PATH").split(File.pathSeparator, -1));
    return Stream.of(names)
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toFile)
        .orElseGet(
            () ->
                fail(
                    "there is no program '"
                        + names[0]
                        + "'; install Chromium and its driver, on Debian: apt-get install chromium"
                        + " chromium-driver"));
  }

  void open(String address) {
    driver.get(address);
  }

  /** As large as that, in pixels of the page, and without scrollbars that take some of them. */
  void size(int width, int height) {
    cdp("Emulation.setScrollbarsHidden", Map.of("hidden", true));
    cdp(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void prefer(String scheme) {
    cdp(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private void cdp(String command, Map<String, Object> parameters) {
    var _ = driver.executeCdpCommand(command, parameters);
  }

  void press(String id) {
    driver.findElement(By.id(id)).sendKeys(Keys.SPACE);
  }

  String text(String id) {
    return driver.findElement(By.id(id)).getText();
  }

  /** What a JavaScript expression is; NaN if it is nothing. */
  double number(String expression) {
    Object value = driver.executeScript("return Number(" + expression + " ?? NaN)");
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** Milliseconds shown by an element, which are nanoseconds in its data. */
  double millis(String id) {
    return number("document.getElementById('" + id + "').dataset.nanos") / 1e6;
  }

  void awaitThat(Supplier<String> what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        fail("not within " + LIMIT + ": " + what.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  void picture(Path file) throws IOException {
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** Warnings and errors of the page so far. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** The hosts that were asked for something so far, each with its scheme and port. */
  List<String> asked() throws JsonProcessingException {
    List<String> asked = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = json.readTree(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        URI uri = URI.create(message.path("params").path("request").path("url").asText());
        asked.add(uri.getScheme() + "://" + uri.getAuthority());
      }
    }
    return asked.stream().distinct().toList();
  }

  /** Relative luminance of an element's colour, as WCAG defines it: 0 is black, 1 is white. */
  double luminance(String selector, String property) {
    String colour = driver.findElement(By.cssSelector(selector)).getCssValue(property);
    double[] rgb =
        Pattern.compile("[\\d.]+")
            .matcher(colour)
            .results()
            .limit(3)
            .mapToDouble(part -> linear(Double.parseDouble(part.group()) / 255))
            .toArray();
    assertEquals(3, rgb.length, colour);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double linear(double part) {
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
