package io.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Real jars for tests: compiled from source that stands in the test, or taken from the test's class
 * path.
 */
public final class PluginJar {
  private final Path work;

  /** Works in an empty folder of its own. */
  public PluginJar(Path work) {
    this.work = work;
  }

  /**
   * Compiles one class into {@code jar}; {@code service} is the interface whose service file names
   * it, or "".
   */
  public Path compile(Path jar, String className, String service, String source) {
    try {
      Path classes = Files.createTempDirectory(work, "classes");
      Path file = classes.resolve(className.substring(className.lastIndexOf('.') + 1) + ".java");
      Files.writeString(file, source);
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  null,
                  null,
                  "-proc:none",
                  "-d",
                  classes.toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  file.toString());
      assertThat(result).as("compiling %s", className).isZero();
      Files.delete(file);
      Files.createDirectories(jar.toAbsolutePath().getParent());
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
          Stream<Path> tree = Files.walk(classes)) {
        for (Path compiled : tree.filter(Files::isRegularFile).toList()) {
          out.putNextEntry(new JarEntry(classes.relativize(compiled).toString()));
          Files.copy(compiled, out);
        }
        if (!service.isEmpty()) {
          out.putNextEntry(new JarEntry("META-INF/services/" + service));
          out.write(className.getBytes(StandardCharsets.UTF_8));
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the jar that {@code type} was loaded from into {@code folder}. */
  public static Path copyOf(Class<?> type, Path folder) {
    try {
      Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      Files.createDirectories(folder);
      return Files.copy(jar, folder.resolve(jar.getFileName()));
    } catch (Exception e) {
      throw new IllegalStateException("No jar of " + type, e);
    }
  }

  /** A source connector as short as it can be. */
  public static String sourceConnector(String packageName, String simpleName, String version) {
    return """
    package %1$s;
    import java.util.*;
    import org.apache.kafka.common.config.ConfigDef;
    import org.apache.kafka.connect.source.*;
    import org.apache.kafka.connect.connector.Task;
    public class %2$s extends SourceConnector {
      public String version() { return "%3$s"; }
      public void start(Map<String, String> props) {}
      public Class<? extends Task> taskClass() { return OfTask.class; }
      public List<Map<String, String>> taskConfigs(int max) { return List.of(Map.of()); }
      public void stop() {}
      public ConfigDef config() { return new ConfigDef(); }
      public static class OfTask extends SourceTask {
        public String version() { return "%3$s"; }
        public void start(Map<String, String> props) {}
        public List<SourceRecord> poll() { return List.of(); }
        public void stop() {}
      }
    }
    """
        .formatted(packageName, simpleName, version);
  }

  public static final String SOURCE_SERVICE = "org.apache.kafka.connect.source.SourceConnector";
  static final List<String> NO_SERVICE = List.of();
}
