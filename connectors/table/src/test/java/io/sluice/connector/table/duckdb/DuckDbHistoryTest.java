package io.sluice.connector.table.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.HistoryByTimeCases;
import io.sluice.connector.table.dialect.HistoryCases;
import io.sluice.connector.table.dialect.HistoryValueCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** All versions of a row. */
class DuckDbHistoryTest {
  @Nested
  class InOrder extends HistoryCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class ByTime extends HistoryByTimeCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }

  @Nested
  class Values extends HistoryValueCases {
    @Test
    void a_column_that_ignores_case_has_a_version_of_each_spelling() throws Exception {
      target.execute("create table orders (id bigint, name varchar collate nocase)");
      records.change("r", 1, "straße").committed();
      records.change("r", 1, "Straße").committed();
      records.change("r", 1, "Straße").committed();
      assertThat(target.rows("select name from orders order by valid_from"))
          .containsExactly("straße", "Straße");
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }
}
