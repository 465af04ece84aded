package io.sluice.connector.table.mysql;

import io.sluice.connector.table.dialect.HistoryByTimeModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class MariaDbHistoryByTimeModelTest extends HistoryByTimeModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new MariaDbUnderTest();
  }
}
