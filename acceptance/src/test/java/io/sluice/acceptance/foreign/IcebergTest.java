package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Distribution;
import io.sluice.plugin.hub.PluginHub;
import io.sluice.plugin.resolve.Coordinates;
import io.sluice.plugin.resolve.MavenOptions;
import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Iceberg's sink behind a topic: its tasks agree on commits by another topic and by the members of
 * their consumer group, so it runs on Kafka alone.
 */
@Tag("long")
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IcebergTest {
  private static final String ARTIFACT = "org.apache.iceberg:iceberg-kafka-connect:1.12.0";
  private static final Duration SOON = Duration.ofSeconds(120);

  /** What it writes files with; the artifact does not ask for them. */
  private static final Path WRITERS =
      Path.of(System.getProperty("basedir", "")).resolve("target/iceberg");

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(process -> process.destroyForcibly().onExit().join());
  }

  @Test
  @Tried(
      connector = "Iceberg",
      artifact = ARTIFACT,
      kind = "sink",
      what =
          "a topic into a table of a Hadoop catalog that it makes, stop and go on, each row once;"
              + " read back by Iceberg",
      result = "runs on Kafka",
      note =
          "its tasks agree on commits by a topic and a consumer group of Kafka's, so a pipeline"
              + " must name a topic; put `iceberg-parquet`, `hadoop-client-api`,"
              + " `hadoop-client-runtime` and `commons-logging` into its folder, and what it does"
              + " not declare (`iceberg.catalog.*`, `iceberg.kafka.bootstrap.servers`) under"
              + " `undeclared`")
  void a_topic_becomes_a_table_and_the_table_goes_on() throws Exception {
    Path plugin =
        new PluginHub(
                folder, folder.resolve(".sluice"), MavenOptions.ofUser(System.getenv()), l -> {})
            .require(Coordinates.parse(ARTIFACT));
    for (Path jar : jars(WRITERS)) {
      Files.copy(jar, plugin.resolve(jar.getFileName()));
    }
    int kafka = FreePort.claim();
    Files.writeString(folder.resolve("lake.yaml"), pipeline(kafka));
    start("worker", "--kafka-port", "" + kafka, "--listen", "127.0.0.1:0");

    for (int run = 0; run < 2; run++) {
      lines(run * 500, run * 500 + 500);
      Process pipeline = start("run", "lake.yaml");
      List<String> expected =
          IntStream.range(0, run * 500 + 500).mapToObj(i -> "line " + i).sorted().toList();
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(pipeline.isAlive()).as(said()).isTrue();
                assertThat(table(plugin)).isEqualTo(expected);
              });
      Process stop = start("stop", "lake.yaml");
      assertThat(stop.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(pipeline.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(pipeline.exitValue()).as(said()).isZero();
    }
  }

  private String pipeline(int kafka) {
    return """
    name: lake
    source:
      connector: FileStreamSource
      config: {file: lines.txt, topic: lines}
    transforms:
      - hoist-field: {field: line}
    topic: visits
    sinks:
      - name: iceberg
        connector: maven:%s
        config:
          iceberg.tables: db.visits
          iceberg.tables.auto-create-enabled: true
          iceberg.control.commit.interval-ms: 2000
        undeclared:
          iceberg.catalog.type: hadoop
          iceberg.catalog.warehouse: %s
          iceberg.kafka.bootstrap.servers: 127.0.0.1:%d
    """
        .formatted(ARTIFACT, folder.resolve("warehouse").toUri(), kafka);
  }

  /** Its lines, sorted; by the plugin's own classes, which are none of the tests'. */
  private List<String> table(Path plugin) throws Exception {
    List<URL> jars = new ArrayList<>();
    for (Path jar : jars(plugin)) {
      jars.add(jar.toUri().toURL());
    }
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader iceberg =
        new URLClassLoader(jars.toArray(new URL[0]), getClass().getClassLoader())) {
      Thread.currentThread().setContextClassLoader(iceberg);
      Class<?> tables = iceberg.loadClass("org.apache.iceberg.hadoop.HadoopTables");
      Object table =
          tables
              .getMethod("load", String.class)
              .invoke(
                  tables.getConstructor().newInstance(),
                  folder.resolve("warehouse/db/visits").toString());
      Object scan =
          iceberg
              .loadClass("org.apache.iceberg.data.IcebergGenerics")
              .getMethod("read", iceberg.loadClass("org.apache.iceberg.Table"))
              .invoke(null, table);
      var build = scan.getClass().getMethod("build");
      build.setAccessible(true);
      List<String> lines = new ArrayList<>();
      var field =
          iceberg.loadClass("org.apache.iceberg.data.Record").getMethod("getField", String.class);
      try (AutoCloseable rows = (AutoCloseable) build.invoke(scan)) {
        for (Object row : (Iterable<?>) rows) {
          lines.add((String) field.invoke(row, "line"));
        }
      }
      return lines.stream().sorted().toList();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  private void lines(int from, int to) throws IOException {
    Files.write(
        folder.resolve("lines.txt"),
        IntStream.range(from, to).mapToObj(i -> "line " + i).toList(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The launcher becomes the JVM. */
  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile(folder, arguments[0], ".said").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** What the commands said so far. */
  private String said() throws IOException {
    StringBuilder said = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".said")).sorted().toList()) {
        said.append(file.getFileName()).append(": ").append(Files.readString(file)).append('\n');
      }
    }
    return said.toString();
  }
}
