package io.sluice.connector.postgres.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceConnector;

/** Debezium's connector out of its plugin archive, which the build unpacks for long tests. */
public final class DebeziumPlugin {

  static final String CONNECTOR = "io.debezium.connector.postgresql.PostgresConnector";

  private static final Path FOLDER = Path.of("target", "foreign", "debezium-connector-postgres");

  /** Loaded once: its classes take a second. */
  private static final class Loaded {
    static final URLClassLoader LOADER =
        new URLClassLoader(jars(), DebeziumPlugin.class.getClassLoader());
  }

  private DebeziumPlugin() {}

  /** The loader of its classes. Debezium finds its own parts through the thread's loader. */
  public static ClassLoader loader() {
    return Loaded.LOADER;
  }

  public static SourceConnector newConnector() {
    try {
      return (SourceConnector) loader().loadClass(CONNECTOR).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Debezium's connector cannot be made", e);
    }
  }

  private static URL[] jars() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<URL> jars = new ArrayList<>();
      for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
        jars.add(url(jar));
      }
      return jars.toArray(new URL[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("Build with -Plong, which unpacks Debezium's plugin", e);
    }
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }
}
