package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.HistoryByTimeModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class H2HistoryByTimeModelTest extends HistoryByTimeModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new H2UnderTest(emptyFolder);
  }
}
