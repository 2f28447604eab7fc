package dev.escapement.benchmarks.report;

import java.util.Arrays;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A picture of some lines over evenly spaced points, on a logarithmic scale, as SVG.
 *
 * @param title above the picture
 * @param unit of the vertical axis
 * @param points labels of the horizontal axis; empty ones are left out
 * @param lines values by name; what is missing is passed over
 */
record LineChart(String title, String unit, List<String> points, Map<String, double[]> lines) {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 200;
  private static final int TOP = 40;
  private static final int BOTTOM = 40;
  private static final List<String> COLOURS =
      List.of(
          "#c1121f", "#e36414", "#f4a300", "#1d3557", "#2a9d8f", "#6a4c93", "#457b9d", "#8d99ae",
          "#588157", "#000000", "#a98467", "#ff70a6", "#70d6ff", "#9a8c98", "#606c38", "#00c853",
          "#ffd500");

  String svg() {
    var out = new Formatter(Locale.ROOT);
    out.format("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d'", WIDTH, HEIGHT);
    out.format(" font-family='sans-serif' font-size='12'>\n");
    out.format("<rect width='%d' height='%d' fill='white'/>\n", WIDTH, HEIGHT);
    out.format("<text x='%d' y='22' font-size='15'>%s</text>\n", LEFT, title);
    int low = (int) Math.floor(Math.log10(extreme(true)));
    int high = Math.max(low + 1, (int) Math.ceil(Math.log10(extreme(false))));
    for (int power = low; power <= high; power++) {
      double y = y(Math.pow(10, power), low, high);
      out.format("<path d='M%d %.1fH%d' stroke='#ddd'/>\n", LEFT, y, WIDTH - RIGHT);
      String label = Numbers.text(Math.pow(10, power)) + " " + unit;
      out.format("<text x='%d' y='%.1f' text-anchor='end'>%s</text>\n", LEFT - 6, y + 4, label);
    }
    for (int i = 0; i < points.size(); i++) {
      out.format("<text x='%.1f' y='%d' text-anchor='middle'>", x(i), HEIGHT - BOTTOM + 18);
      out.format("%s</text>\n", points.get(i));
    }
    int number = 0;
    for (var line : lines.entrySet()) {
      draw(out, line.getKey(), line.getValue(), number++, low, high);
    }
    return out.format("</svg>\n").toString();
  }

  private void draw(Formatter out, String name, double[] values, int number, int low, int high) {
    String colour = COLOURS.get(number % COLOURS.size());
    var path = new Formatter(Locale.ROOT);
    String step = "M";
    for (int i = 0; i < values.length; i++) {
      if (values[i] > 0) {
        path.format("%s%.1f %.1f", step, x(i), y(values[i], low, high));
        step = "L";
      }
    }
    out.format("<path d='%s' fill='none' stroke='%s' stroke-width='2'/>\n", path, colour);
    int x = WIDTH - RIGHT + 16;
    int y = TOP + 10 + 20 * number;
    out.format("<path d='M%d %dh18' stroke='%s' stroke-width='3'/>\n", x, y - 4, colour);
    out.format("<text x='%d' y='%d'>%s</text>\n", x + 24, y, name);
  }

  private double x(int point) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (double) point / (points.size() - 1);
  }

  private static double y(double value, int low, int high) {
    double share = (Math.log10(value) - low) / (high - low);
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share;
  }

  /** The least or the greatest value that a logarithm can show; 1 if there is none. */
  private double extreme(boolean least) {
    var shown = lines.values().stream().flatMapToDouble(Arrays::stream).filter(v -> v > 0);
    return (least ? shown.min() : shown.max()).orElse(1);
  }
}
