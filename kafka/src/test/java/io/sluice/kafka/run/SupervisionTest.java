package io.sluice.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.worker.TaskCalls;
import io.sluice.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
  private TaskCalls.@Nullable Call call;
  private final Supervision supervision = new Supervision(RETRY, now::get);

  @Test
  void what_runs_is_left_alone() {
    Supervision.Verdict verdict = judge(running());

    assertThat(verdict.restart()).isEmpty();
    assertThat(verdict.waits()).isEmpty();
    assertThat(verdict.end()).isEmpty();
  }

  @Test
  void what_may_pass_is_started_again_after_a_pause_with_the_reason_shown() {
    Supervision.Verdict first = judge(failed(LOST));
    pass(Duration.ofMillis(999));
    Supervision.Verdict early = judge(failed(LOST));
    pass(Duration.ofMillis(1));
    Supervision.Verdict due = judge(failed(LOST));

    assertThat(first.restart()).isEmpty();
    assertThat(first.waits().orElseThrow()).contains("shop-table", "Connection refused");
    assertThat(early.restart()).isEmpty();
    assertThat(due.restart())
        .extracting(Supervision.Restart::connector)
        .containsExactly("shop-table");
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

    assertThat(judge(failed(LOST)).end().orElseThrow()).contains("started again 3 times");
  }

  @Test
  void a_minute_of_running_forgets_former_failures() {
    pauseUntilRestart();
    judge(running());
    pass(Duration.ofSeconds(61));
    judge(running());

    assertThat(pauseUntilRestart()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void wrong_settings_end_the_run_at_once() {
    assertThat(
            judge(List.of(failed("org.apache.kafka.common.config.ConfigException: no")))
                .end()
                .orElseThrow())
        .contains("settings have to change");
  }

  @Test
  void a_login_that_is_refused_is_tried_again_since_the_password_may_have_changed() {
    for (String refused :
        List.of(
            "org.apache.kafka.common.config.ConfigException: database.user: the server at h:1/shop"
                + " refused the role or its password",
            "org.apache.kafka.connect.errors.ConnectException: opening the target database failed:"
                + " the database lets this user not in, or does not exist",
            "org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed")) {
      Supervision.Verdict verdict = judge(failed(refused));

      assertThat(verdict.end()).as(refused).isEmpty();
      assertThat(verdict.waits()).as(refused).isPresent();
    }
  }

  @Test
  void a_record_that_cannot_be_processed_ends_the_run_at_once() {
    assertThat(
            judge(
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
            judge(
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
            judge(
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
            judge(
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
            judge(
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
            judge(
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
            judge(
                    List.of(
                        failed(
                            "org.apache.kafka.connect.errors.ConnectException: Exiting\n"
                                + "Caused by: java.sql.SQLException: Key (id)=(4711) exists")))
                .waits()
                .orElseThrow())
        .contains("caused by SQLException")
        .doesNotContain("4711");
  }

  @Test
  void a_plugin_that_lacks_a_class_ends_the_run_and_is_told_of_its_jars() {
    assertThat(judge(failed("java.lang.NoClassDefFoundError: com/acme/Absent")).end().orElseThrow())
        .contains("com/acme/Absent", "all its jars");
  }

  @Test
  void a_task_that_hangs_is_started_again_alone_after_a_pause() {
    call = new TaskCalls.Call("shop-table", 0, "put", Duration.ofMinutes(2));

    Supervision.Verdict first = judge(running());
    pass(Duration.ofSeconds(1));
    Supervision.Verdict due = judge(running());

    assertThat(first.waits().orElseThrow())
        .contains("shop-table, task 0, put", "within 60 s", "retry.call_timeout");
    assertThat(first.restart()).isEmpty();
    assertThat(due.restart())
        .containsExactly(new Supervision.Restart("shop-table", OptionalInt.of(0), false));
  }

  @Test
  void a_call_that_was_left_behind_is_not_taken_for_one_of_the_next_task() {
    call = new TaskCalls.Call("shop-table", 0, "put", Duration.ofMinutes(2));
    judge(running());
    pass(Duration.ofSeconds(1));
    judge(running());
    call = new TaskCalls.Call("shop-table", 0, "put", Duration.ofMinutes(2).plusSeconds(3));
    pass(Duration.ofSeconds(3));

    assertThat(judge(running()).waits()).isEmpty();
  }

  @Test
  void a_second_task_that_hangs_beside_the_first_is_started_again_too() {
    RunningConnector two = two("");
    call = new TaskCalls.Call("shop-table", 0, "put", Duration.ofMinutes(2));
    judge(two);
    pass(Duration.ofSeconds(1));
    judge(two);
    call = new TaskCalls.Call("shop-table", 1, "put", Duration.ofMinutes(2).plusSeconds(3));
    pass(Duration.ofSeconds(3));
    judge(two);
    pass(Duration.ofSeconds(2));

    assertThat(judge(two).restart())
        .containsExactly(new Supervision.Restart("shop-table", OptionalInt.of(1), false));
  }

  @Test
  void a_task_that_hangs_beside_one_that_failed_is_started_again_too() {
    RunningConnector hangs = two(LOST);
    call = new TaskCalls.Call("shop-table", 0, "put", Duration.ofSeconds(50));
    judge(hangs);
    pass(Duration.ofSeconds(1));
    assertThat(judge(hangs).restart())
        .containsExactly(new Supervision.Restart("shop-table", OptionalInt.empty(), false));
    call = new TaskCalls.Call("shop-table", 0, "put", Duration.ofSeconds(61));
    pass(Duration.ofSeconds(10));
    judge(two(""));
    pass(Duration.ofSeconds(2));

    assertThat(judge(two("")).restart())
        .as("the restart of what failed has left the call that hangs as it was")
        .containsExactly(new Supervision.Restart("shop-table", OptionalInt.of(0), false));
  }

  /** Two tasks: the first runs, the second has failed where a trace is given. */
  private static RunningConnector two(String trace) {
    return new RunningConnector(
        "shop-table",
        "sink",
        Map.of(),
        "RUNNING",
        "here",
        "",
        List.of(
            new RunningConnector.Task(0, "RUNNING", "here", ""),
            new RunningConnector.Task(1, trace.isEmpty() ? "RUNNING" : "FAILED", "here", trace)));
  }

  @Test
  void a_task_that_hangs_each_time_ends_the_run_though_it_runs_for_longer_than_a_minute() {
    for (int i = 0; i < 3; i++) {
      hang(Duration.ofSeconds(70));
    }

    pass(Duration.ofSeconds(70));
    call = new TaskCalls.Call("shop-table", 0, "put", Duration.ofSeconds(70));
    assertThat(judge(running()).end().orElseThrow())
        .contains("task 0, put", "started again 3 times");
  }

  @Test
  void a_call_in_its_time_is_left_alone() {
    call = new TaskCalls.Call("shop-table", 0, "put", Duration.ofSeconds(59));

    assertThat(judge(running()).waits()).isEmpty();
  }

  @Test
  void a_connector_that_does_not_come_up_is_started_again_as_a_whole() {
    judge(connector("UNASSIGNED", ""));
    pass(Duration.ofSeconds(61));
    Supervision.Verdict late = judge(connector("UNASSIGNED", ""));
    pass(Duration.ofSeconds(1));

    assertThat(late.waits().orElseThrow()).contains("start: expected to run within 60 s");
    assertThat(judge(connector("UNASSIGNED", "")).restart())
        .containsExactly(new Supervision.Restart("shop-table", OptionalInt.empty(), true));
  }

  /** As time goes by: from the start of a call to the restart for its sake. */
  private void hang(Duration atMost) {
    for (Duration lasts = Duration.ZERO; lasts.compareTo(atMost) < 0; ) {
      pass(Duration.ofMillis(500));
      lasts = lasts.plusMillis(500);
      call = new TaskCalls.Call("shop-table", 0, "put", lasts);
      if (!judge(running()).restart().isEmpty()) {
        return;
      }
    }
    throw new AssertionError("was not started again");
  }

  private Supervision.Verdict judge(RunningConnector connector) {
    return judge(List.of(connector));
  }

  private Supervision.Verdict judge(List<RunningConnector> connectors) {
    TaskCalls.Call now = call;
    return supervision.judge(
        connectors,
        (connector, task) ->
            now != null && now.connector().equals(connector) && now.task() == task
                ? Optional.of(now)
                : Optional.empty());
  }

  private Duration pauseUntilRestart() {
    judge(failed(LOST));
    Duration waited = Duration.ZERO;
    while (true) {
      pass(Duration.ofMillis(500));
      waited = waited.plusMillis(500);
      if (!judge(failed(LOST)).restart().isEmpty()) {
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
