package io.sluice.kafka.access;

import io.sluice.testkit.kafka.SecuredBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A Kafka that asks who comes, started once for all tests of a JVM, with which it ends. Users are
 * its tests' own.
 */
public final class SharedSecuredBroker {
  private static final class Once {
    static final SecuredBroker STARTED = start();
  }

  private SharedSecuredBroker() {}

  public static SecuredBroker get() {
    return Once.STARTED;
  }

  private static SecuredBroker start() {
    try {
      Path folder =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "secured")
              .toAbsolutePath();
      return SecuredBroker.start(folder, Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
