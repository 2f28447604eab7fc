import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Formats every Java file below the current directory, or says which ones need it. */
final class Format {
  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    if (!apply && !args[0].equals("check")) {
      System.err.println("-Dformat is either check or apply, not " + args[0]);
      System.exit(2);
    }
    List<String> faults =
        javaFiles().parallelStream()
            .map(file -> visit(file, apply))
            .filter(s -> !s.isEmpty())
            .toList();
    faults.forEach(System.err::println);
    if (!faults.isEmpty()) {
      System.err.println("To format everything: mvn -q -Pformat");
      System.exit(1);
    }
  }

  /** Says what is wrong with a file, or nothing. */
  private static String visit(Path file, boolean apply) {
    try {
      String source = Files.readString(file);
      String formatted = new Formatter().formatSourceAndFixImports(source);
      if (formatted.equals(source)) {
        return "";
      }
      if (!apply) {
        return "not formatted: " + file;
      }
      Files.writeString(file, formatted);
      System.out.println("formatted: " + file);
      return "";
    } catch (FormatterException | IOException e) {
      return "cannot be formatted: " + file + ": " + e.getMessage();
    }
  }

  private static List<Path> javaFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.endsWith("target") || directory.endsWith(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private Format() {}
}
