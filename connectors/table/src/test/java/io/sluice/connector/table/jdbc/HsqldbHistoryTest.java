package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.HistoryByTimeCases;
import io.sluice.connector.table.dialect.HistoryCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** All versions of a row. */
class HsqldbHistoryTest {
  @Nested
  class InOrder extends HistoryCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new HsqldbUnderTest(emptyFolder);
    }
  }

  @Nested
  class ByTime extends HistoryByTimeCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new HsqldbUnderTest(emptyFolder);
    }
  }
}
