package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.acceptance.run.Distribution;
import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.plugin.Plugins;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * A connector in a plugin of its own that ends the process, leaves threads behind, and changes what
 * a process has once, beside a pipeline that minds its own business. Were it not held, these tests
 * would not come back. Invariant 7.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddPluginTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "backoff", "5ms",
          "max_backoff", "20ms",
          "retry_for", "1s",
          "max_restarts", "1",
          "call_timeout", "20s",
          "stop_timeout", "5s");

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Plugins plugins;
  private Engine engine;
  private Lines neighbour;
  private PipelineRun healthy;

  @BeforeEach
  void start() {
    log.start();
    ((Logger) LoggerFactory.getLogger("io.sluice.engine")).addAppender(log);
    plugins = Plugins.of(List.of(Distribution.plugins(), OddPlugin.in(folder)));
    engine = new Engine(folder, plugins);
    neighbour = new Lines(folder, "neighbour");
    healthy = engine.start(neighbour.pipeline("neighbour").writeTo(folder));
    neighbour.flow();
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger("io.sluice.engine")).detachAppender(log);
    engine.close();
    plugins.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Connector.start, exit",
    "Connector.taskConfigs, halt",
    "Task.start, halt",
    "Task.poll, exit",
    "Task.poll, exit by reference",
    "Task.poll, exit on a thread"
  })
  void a_source_that_ends_the_process_ends_its_own_pipeline(String at, String does) {
    failsAlone(source(at, does));
  }

  @ParameterizedTest
  @CsvSource({"Task.open, exit", "Task.put, halt", "Task.put, exit on a thread"})
  void a_sink_that_ends_the_process_ends_its_own_pipeline(String at, String does) {
    failsAlone(sink(at, does));
  }

  @ParameterizedTest
  @CsvSource({"Connector.stop, halt", "Task.stop, exit", "Task.commit, exit"})
  void a_source_that_ends_the_process_when_it_is_told_something_ends_in_order(
      String at, String does) {
    PipelineRun run = engine.start(source(at, does));
    awaitDelivered(run);

    assertThat(run.stop(SOON).state().ended()).isTrue();
    neighbour.flow();
  }

  @Test
  void threads_that_are_left_behind_are_named_and_counted() {
    PipelineRun run = engine.start(source("Task.start", "leave threads"));
    awaitDelivered(run);
    run.stop(SOON);

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(
            line ->
                line.contains("Pipeline odd: its plugins have left threads behind")
                    && line.contains("2 until now: odd-left-1, odd-left-2"))
        .noneMatch(line -> line.contains("neighbour") && line.contains("left threads"));
  }

  @Test
  void what_a_plugin_changes_for_the_whole_process_moves_nothing_of_others() {
    Locale locale = Locale.getDefault();
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    Map<String, String> properties =
        Map.of(
            "line.separator", System.getProperty("line.separator"),
            "file.encoding", System.getProperty("file.encoding"),
            "user.dir", System.getProperty("user.dir"));
    try {
      PipelineRun run = engine.start(source("Task.start", "change the process"));
      awaitDelivered(run);

      neighbour.flow();
      assertThat(run.stop(SOON).state()).isEqualTo(RunState.STOPPED);
      RunStatus later = engine.start(source("", "")).status();
      assertThat(later.pipeline()).isEqualTo("odd");
      neighbour.flow();
      assertThat(healthy.status().lastError()).isNull();
    } finally {
      Locale.setDefault(locale);
      Thread.setDefaultUncaughtExceptionHandler(handler);
      properties.forEach(System::setProperty);
    }
  }

  private void failsAlone(Path file) {
    PipelineRun run = engine.start(file);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(run.status().state()).as("%s", run.status()).isEqualTo(RunState.FAILED));
    assertThat(String.valueOf(run.status().lastError()))
        .contains("wanted to end the process", Oddity.class.getName());
    neighbour.flow();
    assertThat(healthy.status().lastError()).isNull();
  }

  private static void awaitDelivered(PipelineRun run) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(run.status().counts().delivered()).as("%s", run.status()).isPositive());
  }

  private Path source(String at, String does) {
    return new PipelineFile("odd")
        .source(OddSource.class.getName(), Map.of("at", at, "does", does))
        .sink("file", "FileStreamSink", new Lines(folder, "odd").sink())
        .section("retry", IMPATIENT)
        .writeTo(folder);
  }

  private Path sink(String at, String does) {
    return new PipelineFile("odd")
        .source(OddSource.class.getName(), Map.of())
        .sink("odd", OddSink.class.getName(), Map.of("at", at, "does", does))
        .section("retry", IMPATIENT)
        .writeTo(folder);
  }
}
