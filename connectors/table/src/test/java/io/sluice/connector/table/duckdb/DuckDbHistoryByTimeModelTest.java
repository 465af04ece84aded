package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.HistoryByTimeModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class DuckDbHistoryByTimeModelTest extends HistoryByTimeModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }
}
