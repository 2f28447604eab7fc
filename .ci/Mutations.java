import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Compares a report of PIT with the list of the mutants that may survive. A line of that list is
 * {@code Class.method, Mutator: the source line}, and stands for one mutant; the indented line
 * below says why the lines above it may survive.
 */
final class Mutations {
  private enum Fate {
    KILLED,
    TIMED_OUT,
    SURVIVED
  }

  private final Path sources;
  private final Map<Path, List<String>> read = new HashMap<>();
  private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
  private final List<String> survived = new ArrayList<>();
  private final List<String> timedOut = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  private Mutations(Path sources) {
    this.sources = sources;
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      System.err.println("Give the report of PIT, the list of survivors, and the sources.");
      System.exit(2);
    }
    Mutations mutations = new Mutations(Path.of(args[2]));
    mutations.takeReport(Path.of(args[0]));
    mutations.compareWith(Path.of(args[1]));
  }

  private void takeReport(Path report) throws Exception {
    NodeList all =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("mutation");
    for (int i = 0; i < all.getLength(); i++) {
      Element mutation = (Element) all.item(i);
      Fate fate = fate(mutation.getAttribute("status"));
      fates.merge(fate, 1, Integer::sum);
      if (fate == Fate.SURVIVED) {
        survived.add(key(mutation));
      } else if (fate == Fate.TIMED_OUT) {
        timedOut.add(key(mutation));
      }
    }
  }

  private static Fate fate(String status) {
    return switch (status) {
      case "KILLED", "MEMORY_ERROR", "NON_VIABLE" -> Fate.KILLED;
      case "TIMED_OUT" -> Fate.TIMED_OUT;
      default -> Fate.SURVIVED; // or covered by no test, or PIT itself failed at it
    };
  }

  /** What is the same although lines move. */
  private String key(Element mutation) throws IOException {
    String name = text(mutation, "mutatedClass");
    int dot = name.lastIndexOf('.');
    Path file = sources.resolve(name.substring(0, dot).replace('.', '/'));
    file = file.resolve(text(mutation, "sourceFile"));
    if (!read.containsKey(file)) {
      read.put(file, Files.readAllLines(file));
    }
    String line = read.get(file).get(Integer.parseInt(text(mutation, "lineNumber")) - 1).strip();
    String mutator = text(mutation, "mutator");
    mutator = mutator.substring(mutator.lastIndexOf('.') + 1).replaceFirst("Mutator$", "");
    return name.substring(dot + 1)
        + "."
        + text(mutation, "mutatedMethod")
        + ", "
        + mutator
        + ": "
        + line;
  }

  private static String text(Element mutation, String tag) {
    return mutation.getElementsByTagName(tag).item(0).getTextContent();
  }

  private void compareWith(Path list) throws IOException {
    int explained = 0;
    boolean hasReason = true;
    for (String line : Files.readAllLines(list)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      hasReason = line.startsWith(" ");
      if (!hasReason) {
        explained++;
        // a survivor may time out when the machine is busy
        if (!survived.remove(line) && !timedOut.remove(line)) {
          faults.add("explained, but no such mutant survives: " + line);
        }
      }
    }
    if (!hasReason) {
      faults.add("no reason stands below the last line of " + list);
    }
    survived.forEach(mutant -> faults.add("survives, and is not explained: " + mutant));
    System.out.printf(
        "%d mutants: %d killed, %d timed out, %d survived; %d explained%n",
        fates.values().stream().mapToInt(Integer::intValue).sum(),
        fates.getOrDefault(Fate.KILLED, 0),
        fates.getOrDefault(Fate.TIMED_OUT, 0),
        fates.getOrDefault(Fate.SURVIVED, 0),
        explained);
    if (!faults.isEmpty()) {
      faults.forEach(System.err::println);
      System.err.println("Write a test that kills a survivor, or explain it in " + list);
      System.exit(1);
    }
  }
}
