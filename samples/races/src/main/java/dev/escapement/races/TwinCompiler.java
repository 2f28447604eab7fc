package dev.escapement.races;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes the classes of a twin from the source of the production class. */
final class TwinCompiler {
  private final Path root;
  private final String classpath;

  TwinCompiler(Path root, String classpath) {
    this.root = root;
    this.classpath = classpath;
  }

  /** Returns the directory of its classes, which have to stand before the production classes. */
  Path compile(Twin twin, Path directory) throws IOException {
    delete(directory);
    String source = twin.applyTo(Files.readString(root.resolve(twin.file())));
    Path file = directory.resolve("source").resolve(Path.of(twin.file()).getFileName());
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-proc:none", "-nowarn", "-cp", classpath, "-d", classes.toString());
      boolean compiled =
          javac
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
              .call();
      if (!compiled) {
        throw new IllegalStateException("a twin does not compile: " + twin + "\n" + messages);
      }
    }
    return classes;
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
