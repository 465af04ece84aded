package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.HistoryByTimeCases;
import io.sluice.connector.table.dialect.HistoryCases;
import io.sluice.connector.table.dialect.HistoryValueCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

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
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new DuckDbUnderTest(emptyFolder);
    }
  }
}
