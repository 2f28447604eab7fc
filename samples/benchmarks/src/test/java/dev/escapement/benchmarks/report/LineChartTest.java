package dev.escapement.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class LineChartTest {
  private static Document parsed(LineChart chart) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(chart.svg())));
  }

  private static long lines(Document svg) {
    var paths = svg.getElementsByTagName("path");
    long lines = 0;
    for (int i = 0; i < paths.getLength(); i++) {
      if (paths.item(i).getAttributes().getNamedItem("fill") != null) {
        lines++;
      }
    }
    return lines;
  }

  @Test
  void lines_twoOfThem_areDrawnInWellFormedSvg() throws Exception {
    Map<String, double[]> lines = new LinkedHashMap<>();
    lines.put("ours", new double[] {1, 10, 100});
    lines.put("theirs", new double[] {0, Double.NaN, 1_000});
    assertEquals(2, lines(parsed(new LineChart("title", "us", List.of("a", "", "c"), lines))));
  }

  @Test
  void lines_none_isStillAPicture() throws Exception {
    assertEquals(0, lines(parsed(new LineChart("title", "us", List.of("a", "b"), Map.of()))));
  }
}
