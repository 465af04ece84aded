package io.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a server that a test has started keeps all that it has. */
final class ServerFolder {
  private static final Logger log = LoggerFactory.getLogger(ServerFolder.class);

  private ServerFolder() {}

  /** Deletes it with all that is in it; what cannot be deleted stays, and fails no test. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      log.info("Left behind: {}", folder, e);
    }
  }
}
