package io.sluice.connector.table.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.RoundTrip;
import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.testkit.SinkRun;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;

/** A driver that counts days before 1582 otherwise than its database. */
class HsqldbTypesTest extends SinkCase implements RoundTrip {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new HsqldbUnderTest(emptyFolder);
  }

  @Override
  public TargetUnderTest target() {
    return target;
  }

  @Override
  public SinkRun sink() {
    return sink;
  }

  @Override
  public Records records() {
    return records;
  }

  @Override
  public void restart(Map<String, String> settings) {
    start(settings);
  }

  @Test
  void early_dates_are_those_of_the_record() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar(20))",
                RoundTrip.logical(Schema.Type.INT32, "io.debezium.time.Date"),
                (int) LocalDate.of(1, 1, 1).toEpochDay(),
                (int) LocalDate.of(1500, 3, 1).toEpochDay(),
                (int) LocalDate.of(1582, 10, 15).toEpochDay(),
                (int) LocalDate.of(9999, 12, 31).toEpochDay()))
        .containsExactly("0001-01-01", "1500-03-01", "1582-10-15", "9999-12-31");
  }
}
