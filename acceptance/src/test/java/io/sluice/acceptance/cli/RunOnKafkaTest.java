package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice run} of pipelines that name a topic, with the Kafka that it starts. */
class RunOnKafkaTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int FIRST = 2_000;
  private static final int ALL = 4_000;

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(process -> process.destroyForcibly().onExit().join());
  }

  @Test
  void a_kill_in_the_midst_costs_no_row_and_doubles_none_and_another_pipeline_shares_the_topic()
      throws Exception {
    Files.writeString(
        folder.resolve("into.yaml"),
        """
        name: into
        source:
          connector: FileStreamSource
          config: {file: lines.txt, topic: lines, batch.size: 500}
        transforms:
          - hoist-field: {field: line}
        topic: visits
        sinks:
          - connector: table
            config: {url: "jdbc:sqlite:copy.db", mode: append, primary.key.mode: none}
        """);
    Files.writeString(
        folder.resolve("out.yaml"),
        """
        name: out
        topics: [visits]
        sinks:
          - connector: table
            config: {url: "jdbc:sqlite:second.db", mode: append, primary.key.mode: none}
        """);
    lines(0, FIRST);
    Process first = run("into.yaml");
    await().atMost(LIMIT).until(() -> rows("copy.db") > 0);
    lines(FIRST, ALL);
    kill(first);

    Process again = run("into.yaml");

    await().atMost(LIMIT).until(() -> rows("copy.db") >= ALL);
    Process other = run("out.yaml");
    await().atMost(LIMIT).until(() -> rows("second.db") >= ALL);
    stop("out.yaml", other);
    assertThat(again.isAlive()).isTrue();
    stop("into.yaml", again);
    assertThat(rows("copy.db")).isEqualTo(ALL);
    assertThat(distinct("copy.db")).isEqualTo(ALL);
    assertThat(distinct("second.db")).isEqualTo(ALL);
    assertThat(rows("second.db")).isEqualTo(ALL);
  }

  /** The child of the launcher is the launcher itself: it becomes the JVM. */
  private static void kill(Process process) {
    process.destroyForcibly().onExit().join();
  }

  private void stop(String file, Process running) throws IOException, InterruptedException {
    Process stop = start("stop", file);
    assertThat(stop.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).isZero();
  }

  private Process run(String file) throws IOException {
    return start("run", file);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile(folder, arguments[0], ".out").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private void lines(int from, int to) throws IOException {
    Files.write(
        folder.resolve("lines.txt"),
        IntStream.range(from, to).mapToObj(i -> "line " + i).toList(),
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
  }

  private int rows(String database) {
    return ask(database, "select count(*) from visits");
  }

  private int distinct(String database) {
    return ask(database, "select count(distinct line) from visits");
  }

  private int ask(String database, String sql) {
    Path file = folder.resolve(database);
    if (!Files.exists(file)) {
      return 0;
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getInt(1);
    } catch (SQLException e) {
      return 0; // The table is not there yet, or is being written to.
    }
  }
}
