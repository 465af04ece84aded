package io.sluice.connector.table.mysql;

import io.sluice.connector.table.dialect.HistoryModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class MariaDbHistoryModelTest extends HistoryModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new MariaDbUnderTest();
  }
}
