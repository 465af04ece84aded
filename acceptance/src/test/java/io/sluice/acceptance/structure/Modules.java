package io.sluice.acceptance.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules of this repository as the root {@code pom.xml} lists them, and the files in them. */
final class Modules {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private Modules() {}

  /** The folder of the root {@code pom.xml}. */
  static Path root() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
  }

  static List<Path> all() {
    List<Path> modules = new ArrayList<>();
    Matcher matcher = MODULE.matcher(read(root().resolve("pom.xml")));
    while (matcher.find()) {
      modules.add(root().resolve(matcher.group(1)));
    }
    return modules;
  }

  /** The folders of compiled main classes that there are. */
  static List<Path> classes() {
    return all().stream()
        .map(module -> module.resolve("target/classes"))
        .filter(Files::isDirectory)
        .toList();
  }

  /** The Java sources below that folder of a module; none if it has no such folder. */
  static List<Path> sources(Path module, String folder) {
    Path start = module.resolve(folder);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(start)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
