package io.sluice.acceptance.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;

/** The odd connectors as a plugin of somebody's: a jar with a class loader of its own. */
final class OddPlugin {
  private static final List<Class<?>> CLASSES =
      List.of(
          Oddity.class,
          OddSource.class,
          OddSource.OddTask.class,
          OddSink.class,
          OddSink.OddTask.class);

  private OddPlugin() {}

  /** Makes a plugin path with it in this folder. */
  static Path in(Path folder) {
    try {
      Path plugin = Files.createDirectories(folder.resolve("plugins/odd"));
      try (JarOutputStream jar =
          new JarOutputStream(Files.newOutputStream(plugin.resolve("odd.jar")))) {
        for (Class<?> each : CLASSES) {
          add(jar, each);
        }
        add(jar, Class.forName(Oddity.class.getName() + "$OddThrow"));
        name(jar, SourceConnector.class, OddSource.class);
        name(jar, SinkConnector.class, OddSink.class);
      }
      return plugin.getParent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String path = type.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new JarEntry(path));
    try (InputStream in = OddPlugin.class.getResourceAsStream("/" + path)) {
      Objects.requireNonNull(in).transferTo(jar);
    }
    jar.closeEntry();
  }

  private static void name(JarOutputStream jar, Class<?> kind, Class<?> type) throws IOException {
    jar.putNextEntry(new JarEntry("META-INF/services/" + kind.getName()));
    jar.write(type.getName().getBytes(StandardCharsets.UTF_8));
    jar.closeEntry();
  }
}
