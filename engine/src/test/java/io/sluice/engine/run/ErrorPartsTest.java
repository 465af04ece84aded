package io.sluice.engine.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.RecordPlace;
import io.sluice.engine.gate.Passage;
import io.sluice.engine.gate.SchemaRefusal;
import io.sluice.engine.scenario.HookedTransform;
import io.sluice.engine.scenario.Scenario;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.ErrorPolicy.OnRecord;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.pipeline.SchemaContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever fails, at whichever stop of the way, is told by its parts, and by the right ones. */
@Timeout(60)
class ErrorPartsTest {
  private static final String SECRET = "hush-hush-hush";
  private static final String REASON = "it does not fit with " + SECRET;

  @TempDir Path folder;

  /** Where it fails. */
  enum Stop {
    POLL,
    TRANSFORM,
    CONTRACT,
    SINK_START,
    PUT,
    COMMIT
  }

  /** How it fails. */
  enum Failing {
    LATER,
    BROKEN,
    SETTING,
    PASSED_ON,
    DATA,
    STOPPING,
    HANGING
  }

  @ParameterizedTest
  @CsvSource({
    "POLL,       LATER,    CALL_MAY_SUCCEED_LATER, source task 0,         poll",
    "POLL,       BROKEN,   TASK_FAILED,            source task 0,         poll",
    "POLL,       SETTING,  CONFIGURATION,          source task 0,         poll",
    "POLL,       DATA,     SOURCE_UNREADABLE,      source task 0,         poll",
    "POLL,       HANGING,  CALL_HANGS,             source task 0,         poll",
    "TRANSFORM,  LATER,    CALL_MAY_SUCCEED_LATER, source task 0, transform HookedTransform",
    "TRANSFORM,  BROKEN,   STOP_ON_RECORD,         source task 0, transform HookedTransform",
    "TRANSFORM,  DATA,     STOP_ON_RECORD,         source task 0, transform HookedTransform",
    "TRANSFORM,  HANGING,  CALL_HANGS,             source task 0,         transforms",
    "CONTRACT,   LATER,    CALL_MAY_SUCCEED_LATER, source task 0,         schema",
    "CONTRACT,   DATA,     STOP_ON_RECORD,         source task 0,         schema numbers-value",
    "CONTRACT,   STOPPING, SCHEMA_REFUSED,         source task 0,         schema",
    "CONTRACT,   HANGING,  CALL_HANGS,             source task 0,         schema",
    "SINK_START, BROKEN,   TASK_FAILED,            'sink sink0, task 0',  start",
    "SINK_START, SETTING,  CONFIGURATION,          'sink sink0, task 0',  start",
    "SINK_START, PASSED_ON, CONFIGURATION,         'sink sink0, task 0',  start",
    "SINK_START, HANGING,  CALL_HANGS,             'sink sink0, task 0',  start",
    "PUT,        LATER,    CALL_MAY_SUCCEED_LATER, 'sink sink0, task 0',  put",
    "PUT,        BROKEN,   TASK_FAILED,            'sink sink0, task 0',  put",
    "PUT,        SETTING,  CONFIGURATION,          'sink sink0, task 0',  put",
    "PUT,        DATA,     STOP_ON_RECORD,         'sink sink0, task 0',  put",
    "PUT,        HANGING,  CALL_HANGS,             'sink sink0, task 0',  put",
    "COMMIT,     LATER,    CALL_MAY_SUCCEED_LATER, 'sink sink0, task 0',  preCommit",
    "COMMIT,     BROKEN,   TASK_FAILED,            'sink sink0, task 0',  preCommit",
    "COMMIT,     SETTING,  CONFIGURATION,          'sink sink0, task 0',  preCommit",
    "COMMIT,     HANGING,  CALL_HANGS,             'sink sink0, task 0',  preCommit",
  })
  void a_failure_is_told_by_its_parts(
      Stop stop, Failing failing, Fault fault, String where, String doing) {
    try (Scenario scenario = new Scenario(folder)) {
      CountDownLatch over = prepare(scenario, stop, failing);
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();

      RunError error =
          Awaitility.await()
              .atMost(Scenario.SOON)
              .until(
                  () -> run.status().lastError(), found -> found != null && found.fault() == fault);

      requireNonNull(error);
      over.countDown();
      assertThat(error.where()).isEqualTo(where);
      assertThat(error.doing()).isEqualTo(doing);
      if (failing == Failing.HANGING) {
        assertThat(error.cause()).contains("expected back within");
      } else {
        assertThat(error.cause()).contains("it does not fit").doesNotContain(where);
      }
      assertThat(error.message()).isEqualTo(where + ", " + doing + ": " + error.cause());
      assertThat(error.remedy()).isNotEmpty();
      assertThat(error.page()).endsWith("#" + fault.name().toLowerCase(Locale.ROOT));
      assertThat(error.toString())
          .as("neither a secret nor a row's value")
          .doesNotContain(SECRET, "0/7");
      if (fault == Fault.STOP_ON_RECORD) {
        RecordPlace record = error.record().orElseThrow();
        assertThat(record.dataset()).isEqualTo("numbers");
        assertThat(record.position()).isEqualTo("{\"next\":8}");
        assertThat(record.keyHash()).matches("[0-9a-f]{12}");
        assertThat(error.cause()).contains(requireNonNull(record.keyHash()));
      } else {
        assertThat(error.record()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POLL, source task 0, poll",
    "PUT, 'sink sink0, task 0', put",
    "COMMIT, 'sink sink0, task 0', preCommit"
  })
  void one_that_is_given_up_tells_where_the_last_failure_was(
      Stop stop, String where, String doing) {
    try (Scenario scenario = new Scenario(folder)) {
      prepare(scenario, stop, Failing.BROKEN);
      scenario.retry =
          new RetryPolicy(
              Duration.ofMillis(5),
              Duration.ofMillis(10),
              Duration.ofMillis(50),
              1,
              Duration.ofSeconds(10),
              Duration.ofSeconds(10));
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      Awaitility.await().atMost(Scenario.SOON).until(() -> run.status().state().ended());

      RunError error = requireNonNull(run.status().lastError());

      assertThat(error.fault()).isEqualTo(Fault.CIRCUIT_OPEN);
      assertThat(error.where()).isEqualTo(where);
      assertThat(error.doing()).isEqualTo(doing);
      assertThat(error.cause()).contains("gave up after 1 restart", "it does not fit");
      assertThat(scenario.state.runs().latest("numbers").orElseThrow().error())
          .isEqualTo(error.message());
    }
  }

  /** Returns what a call that hangs waits for. */
  private static CountDownLatch prepare(Scenario scenario, Stop stop, Failing failing) {
    CountDownLatch over = new CountDownLatch(1);
    scenario.secrets().remember(SECRET);
    scenario.onError =
        new ErrorPolicy(OnRecord.STOP, Ratio.ofPercent(1), Duration.ofMinutes(1), 1_000, 1_000);
    scenario.retry =
        new RetryPolicy(
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            1_000,
            failing == Failing.HANGING ? Duration.ofSeconds(1) : Duration.ofSeconds(20),
            Duration.ofSeconds(2));
    switch (stop) {
      case POLL ->
          scenario.script.hook =
              (task, next) -> {
                if (next > 7) {
                  fail(failing, over);
                }
              };
      case TRANSFORM -> {
        scenario.addTransform(HookedTransform.class, scenario.sourceConfig);
        scenario.script.onTransform =
            record -> {
              if (record.value().equals("0/7")) {
                fail(failing, over);
              }
            };
      }
      case CONTRACT -> {
        scenario.schema = Optional.of(SchemaContract.DEFAULT);
        Passage picky =
            record -> {
              if (record.value().equals("0/7")) {
                if (failing == Failing.DATA) {
                  throw new SchemaRefusal("numbers-value", REASON);
                }
                fail(failing, over);
              }
              return record;
            };
        scenario.engineWith(pipeline -> first -> picky);
      }
      case SINK_START -> scenario.target().onStart = task -> fail(failing, over);
      case PUT ->
          scenario.target().beforePut =
              (task, records) -> {
                if (records.stream().anyMatch(record -> record.value().equals("0/7"))) {
                  fail(failing, over);
                }
              };
      case COMMIT ->
          scenario.target().beforeCommit =
              task -> {
                if (scenario.target().puts.get() > 0) {
                  fail(failing, over);
                }
              };
    }
    return over;
  }

  private static void fail(Failing how, CountDownLatch over) {
    switch (how) {
      case LATER -> throw new RetriableException(REASON);
      case BROKEN -> throw new ConnectException(REASON);
      case SETTING -> throw new ConfigException(REASON);
      case PASSED_ON -> throw new ConnectException(REASON, new ConfigException(REASON));
      case DATA -> throw new DataException(REASON);
      case STOPPING -> throw new FaultException(Fault.SCHEMA_REFUSED, REASON);
      case HANGING -> {
        try {
          over.await();
        } catch (InterruptedException abandoned) {
          throw new ConnectException(REASON, abandoned);
        }
      }
    }
  }
}
