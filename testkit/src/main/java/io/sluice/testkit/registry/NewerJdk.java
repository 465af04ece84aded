package io.sluice.testkit.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds a JDK that is newer than the one of this process, for programs of others that want one. */
final class NewerJdk {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  private NewerJdk() {}

  /**
   * A JDK of at least that version: this process's, one that a {@code JAVA_HOME...} variable names,
   * or one that the system has installed.
   */
  static Optional<Path> find(int least, Map<String, String> environment) {
    if (Runtime.version().feature() >= least) {
      return Optional.of(Path.of(System.getProperty("java.home")));
    }
    List<Path> homes = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith("JAVA_HOME") && !value.isBlank()) {
                homes.add(Path.of(value));
              }
            });
    if (Files.isDirectory(INSTALLED)) {
      try (Stream<Path> all = Files.list(INSTALLED)) {
        all.sorted().forEach(homes::add);
      } catch (IOException e) {
        // What cannot be looked into has no JDK for us.
      }
    }
    return homes.stream()
        .filter(home -> Files.isExecutable(home.resolve("bin/java")) && version(home) >= least)
        .findFirst();
  }

  private static int version(Path home) {
    try {
      Matcher said = VERSION.matcher(Files.readString(home.resolve("release")));
      return said.find() ? Integer.parseInt(said.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
