package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.HistoryByTimeCases;
import io.sluice.connector.table.dialect.HistoryCases;
import io.sluice.connector.table.dialect.HistoryValueCases;
import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All versions of a row. */
@ExtendWith(MySqlDocuments.class)
class MariaDbHistoryTest {
  private static final Schema TIMED =
      SchemaBuilder.struct()
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("at", SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build())
          .build();

  @Nested
  class InOrder extends HistoryCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class ByTime extends HistoryByTimeCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Values extends HistoryValueCases {
    @Test
    void a_time_that_is_finer_than_its_column_is_refused_and_not_taken_for_what_is_there()
        throws Exception {
      target.execute("create table orders (id bigint, at datetime)");
      timed(1_700_000_020_000_000L);
      records.committed();
      timed(1_700_000_020_400_000L);
      timed(1_700_000_021_000_000L);
      records.committed();
      assertThat(target.rows("select second(at) from orders order by valid_from"))
          .containsExactly("40", "41");
      assertThat(sink.reported()).hasSize(1);
    }

    private void timed(long micros) {
      records.change(
          "r", Records.envelope(TIMED), new Struct(TIMED).put("id", 1L).put("at", micros));
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }
}
