package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.HistoryModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class PostgresHistoryModelTest extends HistoryModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new PostgresUnderTest();
  }
}
