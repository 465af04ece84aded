package io.sluice.connector.postgres.signal;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.SourceTaskHarness;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals by file and by the engine's MBean. */
class SignalChannelTest extends SignalCase {

  @Test
  void a_file_brings_signals_and_is_emptied() throws Exception {
    Path file = folder.resolve("signals");
    try (SourceTaskHarness source =
        start(
            "signal.enabled.channels",
            "file",
            "signal.file",
            file.toString(),
            "signal.poll.interval.ms",
            "50")) {
      Files.writeString(
          file,
          "nonsense\n"
              + "{\"id\":\"1\",\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":[\"public.u\"]}}\n");

      List<SourceRecord> records = TestSource.poll(source, 2);
      assertThat(records).extracting(r -> after(r).getInt32("id")).containsExactly(1, 2);
      source.commit(records);
      Awaitility.await().untilAsserted(() -> assertThat(file).isEmptyFile());
      assertThat(warnings()).anySatisfy(w -> assertThat(w).contains("not JSON"));
    }
  }

  @Test
  void a_signal_in_a_file_comes_again_until_what_it_asked_for_is_durable() throws Exception {
    Path file = folder.resolve("signals");
    InMemoryOffsets offsets = new InMemoryOffsets();
    String[] settings = {
      "signal.enabled.channels",
      "file",
      "signal.file",
      file.toString(),
      "signal.poll.interval.ms",
      "50"
    };
    Files.writeString(
        file,
        "{\"id\":\"1\",\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":[\"public.u\"]}}\n");
    try (SourceTaskHarness source = start(offsets, settings)) {
      assertThat(captured(source, 2)).hasSize(2);
    }
    assertThat(file).as("nothing was durable when the task ended").isNotEmptyFile();
    try (SourceTaskHarness source = start(offsets, settings)) {
      source.commit(captured(source, 2));

      Awaitility.await().untilAsserted(() -> assertThat(file).isEmptyFile());
      assertThat(TestSource.rows(source.pollFor(Duration.ofMillis(200)))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "execute-snapshot|{\"data-collections\": [\"public.nobody\"]}|no captured table",
        "execute-snapshot|{\"data-collections\": [\"public.nokey\"]}|no key to walk along",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"surrogate-key\": \"n\"}|NOT"
            + " NULL",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"additional-condition\":"
            + " \"nothing = 1\"}|column \"nothing\" does not exist",
        "stop-snapshot|{}|nothing to stop",
        "dance|{}|expected one of",
      })
  void who_asks_by_the_engines_mbean_hears_what_cannot_be_done(
      String type, String data, String expected) throws Exception {
    try (SourceTaskHarness source = start()) {
      assertThat(execute(source, type, data)).contains(expected);
      assertThat(execute(source, "execute-snapshot", READ_U)).isEmpty();
    }
  }

  @Test
  void who_asks_is_answered_when_what_was_asked_for_is_durable() throws Exception {
    try (SourceTaskHarness source = start()) {
      CompletableFuture<Object> answer = ask("execute-snapshot", READ_U);
      List<SourceRecord> records = captured(source, 2);
      records.addAll(source.pollFor(Duration.ofMillis(300)));
      assertThat(answer).isNotDone();

      while (!answer.isDone()) {
        source.commit(records);
        records = source.pollFor(Duration.ofMillis(50));
      }
      assertThat(answer).isCompletedWithValue("");
    }
  }

  @Test
  void who_asks_a_task_that_ends_before_it_is_durable_hears_so() throws Exception {
    CompletableFuture<Object> answer;
    try (SourceTaskHarness source = start()) {
      answer = ask("execute-snapshot", READ_U);
      captured(source, 2);
    }
    assertThat(String.valueOf(answer.get(5, TimeUnit.SECONDS))).contains("send it again");
  }

  /** Asks, and polls meanwhile. */
  private static String execute(SourceTaskHarness source, String type, String data)
      throws Exception {
    CompletableFuture<Object> answer = ask(type, data);
    while (!answer.isDone()) {
      source.commit(source.pollFor(Duration.ofMillis(20)));
    }
    return String.valueOf(answer.get());
  }

  private static CompletableFuture<Object> ask(String type, String data) throws Exception {
    var beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName bean = new ObjectName("io.sluice:type=signals,connector=\"harness\"");
    Awaitility.await().until(() -> beans.isRegistered(bean));
    String text = "java.lang.String";
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return beans.invoke(
                bean,
                "execute",
                new Object[] {"1", type, data, 20_000L},
                new String[] {text, text, text, "long"});
          } catch (JMException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "'debezium.postgres:type=management,context=signals,server=srv'",
    "'io.sluice:type=signals,connector=\"harness\"'"
  })
  void an_mbean_brings_signals_and_is_gone_behind_the_task(String name) throws Exception {
    var beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName bean = new ObjectName(name);
    try (SourceTaskHarness source = start("signal.enabled.channels", "jmx")) {
      Awaitility.await().until(() -> beans.isRegistered(bean));
      beans.invoke(
          bean,
          "signal",
          new Object[] {"1", "execute-snapshot", "{\"data-collections\": [\"public.u\"]}"},
          new String[] {"java.lang.String", "java.lang.String", "java.lang.String"});

      assertThat(TestSource.poll(source, 2)).hasSize(2);
    }
    assertThat(beans.isRegistered(bean)).isFalse();
  }
}
