package io.sluice.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SupervisionTest {
  private static final RetryPolicy RETRY =
      new RetryPolicy(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          3,
          Duration.ofMinutes(1),
          Duration.ofSeconds(10));
  private static final String LOST = "java.net.ConnectException: Connection refused";

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final Supervision supervision = new Supervision(RETRY, now::get);

  @Test
  void what_runs_is_left_alone() {
    Supervision.Verdict verdict = supervision.judge(List.of(running()));

    assertThat(verdict.restart()).isEmpty();
    assertThat(verdict.waits()).isEmpty();
    assertThat(verdict.end()).isEmpty();
  }

  @Test
  void what_may_pass_is_started_again_after_a_pause_with_the_reason_shown() {
    Supervision.Verdict first = supervision.judge(List.of(failed(LOST)));
    pass(Duration.ofMillis(999));
    Supervision.Verdict early = supervision.judge(List.of(failed(LOST)));
    pass(Duration.ofMillis(1));
    Supervision.Verdict due = supervision.judge(List.of(failed(LOST)));

    assertThat(first.restart()).isEmpty();
    assertThat(first.waits().orElseThrow()).contains("shop-table", "Connection refused");
    assertThat(early.restart()).isEmpty();
    assertThat(due.restart()).containsExactly("shop-table");
    assertThat(supervision.restarts()).isEqualTo(1);
  }

  @Test
  void pauses_grow_to_the_longest_that_the_policy_allows() {
    assertThat(pauseUntilRestart()).isEqualTo(Duration.ofSeconds(1));
    assertThat(pauseUntilRestart()).isEqualTo(Duration.ofSeconds(2));
    assertThat(pauseUntilRestart()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void after_as_many_attempts_as_the_policy_allows_the_run_ends() {
    for (int i = 0; i < 3; i++) {
      pauseUntilRestart();
    }

    assertThat(supervision.judge(List.of(failed(LOST))).end().orElseThrow())
        .contains("started again 3 times");
  }

  @Test
  void a_minute_of_running_forgets_former_failures() {
    pauseUntilRestart();
    supervision.judge(List.of(running()));
    pass(Duration.ofSeconds(61));
    supervision.judge(List.of(running()));

    assertThat(pauseUntilRestart()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void wrong_settings_end_the_run_at_once() {
    assertThat(
            supervision
                .judge(List.of(failed("org.apache.kafka.common.config.ConfigException: no")))
                .end()
                .orElseThrow())
        .contains("settings have to change");
  }

  @Test
  void a_record_that_cannot_be_processed_ends_the_run_at_once() {
    assertThat(
            supervision
                .judge(
                    List.of(
                        failed(
                            "org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded"
                                + " in error handler")))
                .end()
                .orElseThrow())
        .contains("a record that it cannot process");
  }

  @Test
  void a_schema_registry_that_does_not_answer_is_asked_again() {
    assertThat(
            supervision
                .judge(
                    List.of(
                        failed(
                            "org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded"
                                + " in error handler\n"
                                + "\tat org.apache.kafka.connect.runtime.errors.X.y(X.java:1)\n"
                                + "Caused by: org.apache.kafka.connect.errors.DataException: no\n"
                                + "Caused by: org.apache.kafka.common.errors.SerializationException"
                                + ": Error retrieving Avro schema\n"
                                + "Caused by: java.net.ConnectException: Connection refused")))
                .end())
        .isEmpty();
  }

  @Test
  void a_retriable_failure_may_pass_whatever_caused_it() {
    assertThat(
            supervision
                .judge(
                    List.of(
                        failed(
                            "org.apache.kafka.connect.errors.RetriableException: again\n"
                                + "Caused by: org.apache.kafka.connect.errors.DataException: no")))
                .end())
        .isEmpty();
  }

  @Test
  void messages_and_frames_say_nothing_of_the_kind() {
    assertThat(
            supervision
                .judge(
                    List.of(
                        failed(
                            "java.lang.IllegalStateException: not a ConfigException\n"
                                + "\tat org.apache.kafka.common.config.ConfigException.x(Y.java:1)")))
                .end())
        .isEmpty();
  }

  @Test
  void a_record_deep_in_the_chain_ends_the_run_too() {
    assertThat(
            supervision
                .judge(
                    List.of(
                        failed(
                            "org.apache.kafka.connect.errors.ConnectException: Exiting"
                                + " WorkerSinkTask due to unrecoverable exception.\n"
                                + "\tat a.B.c(B.java:1)\n"
                                + "Caused by: org.apache.kafka.connect.errors.DataException: no\n"
                                + "\t... 9 more")))
                .end()
                .orElseThrow())
        .contains("a record that it cannot process");
  }

  @Test
  void a_record_that_is_too_large_for_kafka_ends_the_run_at_once_and_is_named() {
    assertThat(
            supervision
                .judge(
                    List.of(
                        failed(
                            "org.apache.kafka.connect.errors.ConnectException: Failed to flush"
                                + " offsets and/or records for task shop-0\n"
                                + "\tat a.B.c(B.java:1)\n"
                                + "Caused by: org.apache.kafka.common.KafkaException: Cannot"
                                + " execute transactional method because we are in an error state\n"
                                + "Caused by:"
                                + " org.apache.kafka.common.errors.RecordTooLargeException: The"
                                + " message is 1406136 bytes when serialized")))
                .end()
                .orElseThrow())
        .contains("1406136 bytes", "larger than Kafka takes", "max.message.bytes");
  }

  @Test
  void what_a_driver_says_deep_in_the_chain_is_not_shown() {
    assertThat(
            supervision
                .judge(
                    List.of(
                        failed(
                            "org.apache.kafka.connect.errors.ConnectException: Exiting\n"
                                + "Caused by: java.sql.SQLException: Key (id)=(4711) exists")))
                .waits()
                .orElseThrow())
        .contains("caused by java.sql.SQLException")
        .doesNotContain("4711");
  }

  private Duration pauseUntilRestart() {
    supervision.judge(List.of(failed(LOST)));
    Duration waited = Duration.ZERO;
    while (true) {
      pass(Duration.ofMillis(500));
      waited = waited.plusMillis(500);
      if (!supervision.judge(List.of(failed(LOST))).restart().isEmpty()) {
        return waited;
      }
      assertThat(waited).isLessThan(Duration.ofMinutes(1));
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static RunningConnector running() {
    return connector("RUNNING", "");
  }

  private static RunningConnector failed(String trace) {
    return connector("FAILED", trace);
  }

  private static RunningConnector connector(String task, String trace) {
    return new RunningConnector(
        "shop-table",
        "sink",
        Map.of(),
        "RUNNING",
        "here",
        "",
        List.of(new RunningConnector.Task(0, task, "here", trace)));
  }
}
