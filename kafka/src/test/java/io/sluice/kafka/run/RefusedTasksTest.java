package io.sluice.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.worker.ConnectWorker.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a clock that is turned by hand, and is about to run over. */
class RefusedTasksTest {
  private static final String OURS = "10.0.0.5:8083";
  private static final String OTHERS = "10.0.0.6:8083";
  private static final String REFUSED =
      "org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed";
  private static final ConnectorTaskId TASK = new ConnectorTaskId("shop-table", 1);
  private static final Duration STEP = Duration.ofMillis(500);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final RefusedTasks refused = new RefusedTasks(OURS, now::get);

  @Test
  void what_is_refused_waits_two_seconds_and_is_started_again_once() {
    assertThat(look(failed())).isEmpty();
    pass(Duration.ofMillis(1_999));
    assertThat(look(failed())).isEmpty();
    pass(Duration.ofMillis(1));

    assertThat(look(failed())).containsExactly(TASK);
    assertThat(look(failed())).as("it still says what it said before").isEmpty();
  }

  @Test
  void pauses_double_up_to_a_minute_and_never_end() {
    List<Duration> pauses = new ArrayList<>();
    for (int each = 0; each < 9; each++) {
      pauses.add(untilStarted());
    }

    assertThat(pauses)
        .extracting(Duration::toSeconds)
        .containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L, 60L);
  }

  @Test
  void one_that_runs_for_as_long_as_it_would_wait_next_begins_with_the_first_pause() {
    untilStarted();
    untilStarted();
    pass(Duration.ofSeconds(8 + 8 + 1));
    look(running());

    assertThat(untilStarted()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void one_that_runs_for_a_moment_and_is_refused_again_has_not_recovered() {
    untilStarted();
    untilStarted();
    for (Duration ran = Duration.ZERO; ran.toSeconds() < 7; ran = ran.plus(STEP)) {
      look(running());
      pass(STEP);
    }

    assertThat(untilStarted()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(untilStarted()).as("the pause after 4 s and 8 s").isEqualTo(Duration.ofSeconds(16));
  }

  @Test
  void each_task_waits_for_itself() {
    TaskState other = new TaskState("shop-log", 0, "FAILED", OURS, REFUSED);
    untilStarted();
    untilStarted();
    look(failed(), other);
    pass(Duration.ofSeconds(2));

    assertThat(look(failed(), other)).containsExactly(new ConnectorTaskId("shop-log", 0));
    pass(Duration.ofSeconds(6));
    assertThat(look(failed(), other)).containsExactlyInAnyOrder(TASK, id(other));
  }

  @Test
  void tasks_of_other_workers_are_left_to_them() {
    assertNeverStarted(new TaskState(TASK.connector(), TASK.task(), "FAILED", OTHERS, REFUSED));
  }

  @Test
  void what_has_not_failed_is_left_alone_whatever_it_said_before() {
    for (String state : List.of("RUNNING", "PAUSED", "UNASSIGNED", "RESTARTING", "DESTROYED")) {
      assertNeverStarted(new TaskState(TASK.connector(), TASK.task(), state, OURS, REFUSED));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "java.net.ConnectException: Connection refused",
        "org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized",
        "org.apache.kafka.connect.errors.DataException: the value says password authentication",
        "java.sql.SQLSyntaxErrorException: (conn=5) Access denied for user 'shop'@'%' to database"
            + " 'stock'",
        "org.apache.kafka.connect.errors.ConnectException: the database user may not do this, or no"
            + " longer. Grant it the right (GRANT), or give the sink another user\n"
            + "\tat io.sluice.connector.table.TableSinkTask.put(TableSinkTask.java:1)\n"
            + "Caused by: java.sql.SQLSyntaxErrorException: (conn=5) Access denied for user"
            + " ''@'localhost' to database 'stock'",
      })
  void a_failure_that_is_no_refused_login_is_left_alone(String trace) {
    assertNeverStarted(new TaskState(TASK.connector(), TASK.task(), "FAILED", OURS, trace));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.kafka.connect.errors.ConnectException: opening the target database failed: the"
            + " database lets this user not in, or does not exist. Check url, user and password",
        "org.apache.kafka.common.config.ConfigException: database.user: the server at h:1/shop"
            + " refused the role or its password",
        "org.apache.kafka.connect.errors.ConnectException: no connection\n"
            + "\tat com.example.Sink.start(Sink.java:1)\n"
            + "Caused by: org.postgresql.util.PSQLException: FATAL: password authentication failed"
            + " for user \"shop\"",
        "java.sql.SQLException: Access denied for user 'shop'@'10.0.0.5' (using password: YES)",
        "java.sql.SQLException: Access denied for user 'shop'@'localhost'",
        "java.sql.SQLInvalidAuthorizationSpecException: (conn=5) anything",
      })
  void a_login_is_refused_in_many_words(String trace) {
    TaskState task = new TaskState(TASK.connector(), TASK.task(), "FAILED", OURS, trace);
    look(task);
    pass(Duration.ofSeconds(2));

    assertThat(look(task)).containsExactly(TASK);
  }

  private void assertNeverStarted(TaskState task) {
    for (int minute = 0; minute < 5; minute++) {
      assertThat(look(task)).isEmpty();
      pass(Duration.ofMinutes(1));
    }
  }

  /** How long a task that is refused all the time waits for its next start. */
  private Duration untilStarted() {
    for (Duration waited = Duration.ZERO; ; waited = waited.plus(STEP)) {
      assertThat(waited).isLessThan(Duration.ofMinutes(10));
      if (!look(failed()).isEmpty()) {
        return waited;
      }
      pass(STEP);
    }
  }

  private List<ConnectorTaskId> look(TaskState... tasks) {
    return refused.due(List.of(tasks));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static ConnectorTaskId id(TaskState task) {
    return new ConnectorTaskId(task.connector(), task.number());
  }

  private static TaskState failed() {
    return new TaskState(TASK.connector(), TASK.task(), "FAILED", OURS, REFUSED);
  }

  private static TaskState running() {
    return new TaskState(TASK.connector(), TASK.task(), "RUNNING", OURS, "");
  }
}
