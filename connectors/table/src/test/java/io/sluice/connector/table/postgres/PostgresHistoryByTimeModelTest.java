package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.HistoryByTimeModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class PostgresHistoryByTimeModelTest extends HistoryByTimeModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new PostgresUnderTest();
  }
}
