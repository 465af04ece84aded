package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.dialect.HistoryByTimeCases;
import io.sluice.connector.table.dialect.HistoryCases;
import io.sluice.connector.table.dialect.HistoryValueCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** All versions of a row. */
class PostgresHistoryTest {
  @Nested
  class InOrder extends HistoryCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new PostgresUnderTest();
    }
  }

  @Nested
  class ByTime extends HistoryByTimeCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new PostgresUnderTest();
    }
  }

  @Nested
  class Values extends HistoryValueCases {
    @Test
    void times_of_versions_without_a_zone_end_the_run_by_name() throws Exception {
      target.execute("create table orders (id bigint, name text, valid_from timestamp)");
      records.change("r", 1, "a");
      assertThatThrownBy(records::committed)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("'valid_from'");
      assertThat(sink.reported()).isEmpty();
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new PostgresUnderTest();
    }
  }
}
