package io.sluice.kafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CausesTest {
  @Test
  void the_root_is_told_with_the_call_and_without_what_wraps_it() {
    assertThat(
            Causes.line(
                """
                org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.
                \tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:636)
                \tat org.apache.kafka.connect.runtime.WorkerTask.run(WorkerTask.java:257)
                \tat java.base/java.lang.Thread.run(Thread.java:840)
                Caused by: com.acme.WriteFailedException: the row 4711 could not be written
                \tat com.acme.Writer.write(Writer.java:7)
                \tat com.acme.AcmeSinkTask.put(AcmeSinkTask.java:66)
                \tat io.sluice.kafka.worker.WatchedSink.put(WatchedSink.java:56)
                \tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:606)
                \t... 11 more
                Caused by: java.net.ConnectException: Connection refused
                \tat java.base/sun.nio.ch.Net.pollConnect(Native Method)
                \tat com.acme.Writer.connect(Writer.java:3)
                \t... 14 more
                """))
        .isEqualTo(
            "WriteFailedException, caused by ConnectException: Connection refused"
                + " (in AcmeSinkTask.put)");
  }

  @Test
  void what_a_transform_or_a_converter_of_others_says_may_quote_the_record() {
    String failed =
        """
        org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler
        \tat org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator.execAndHandleError(RetryWithToleranceOperator.java:260)
        Caused by: org.apache.kafka.connect.errors.DataException: Value (my salary) was out of range for requested data type
        \tat org.apache.kafka.connect.transforms.Cast.castValueToType(Cast.java:200)
        \tat org.apache.kafka.connect.transforms.Cast.apply(Cast.java:150)
        \tat org.apache.kafka.connect.runtime.TransformationStage.apply(TransformationStage.java:70)
        Caused by: java.lang.NumberFormatException: For input string: "my salary"
        \tat java.base/java.lang.Integer.parseInt(Integer.java:1)
        """;

    assertThat(Causes.line(failed))
        .isEqualTo("DataException, caused by NumberFormatException (in Cast.apply)");
    assertThat(
            Causes.line(
                failed.replace("org.apache.kafka.connect.transforms", "io.sluice.transforms")))
        .as("ours are worded for operators")
        .contains("was out of range");
  }

  @Test
  void the_verdict_of_a_contract_is_told_whole_and_without_names_of_classes() {
    String verdict = "the schema of orders is refused" + ", for a reason".repeat(50) + ". Do this.";

    assertThat(
            Causes.line(
                """
                org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler
                \tat org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator.execAndHandleError(RetryWithToleranceOperator.java:260)
                Caused by: io.sluice.engine.fault.FaultException: %s
                \tat io.sluice.contract.connect.ContractTransform.apply(ContractTransform.java:80)
                """
                    .formatted(verdict)))
        .isEqualTo(verdict);
  }

  @Test
  void of_a_failure_that_nothing_wraps_nothing_is_told_that_may_quote_a_row() {
    assertThat(
            Causes.line(
                """
                java.sql.SQLException: duplicate key 'anna@example.com'
                \tat com.acme.Source$Reader.poll(Source.java:12)
                \tat org.apache.kafka.connect.runtime.AbstractWorkerSourceTask.poll(AbstractWorkerSourceTask.java:1)
                """))
        .isEqualTo("SQLException (in Source$Reader.poll)");
  }

  @Test
  void an_error_of_the_virtual_machine_is_told() {
    assertThat(
            Causes.line(
                """
                org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.
                Caused by: java.lang.NoClassDefFoundError: com/acme/Absent
                """))
        .isEqualTo("NoClassDefFoundError: com/acme/Absent");
  }

  @Test
  void what_is_no_trace_is_told_by_its_first_line() {
    assertThat(Causes.line("!! odd !!\nsecond")).isEqualTo("!! odd !!");
  }

  @Test
  void what_has_only_a_wrapper_keeps_it() {
    assertThat(
            Causes.line(
                "org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error"
                    + " handler"))
        .isEqualTo("ConnectException: Tolerance exceeded in error handler");
  }
}
