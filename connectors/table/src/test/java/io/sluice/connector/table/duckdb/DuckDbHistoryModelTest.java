package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.HistoryModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class DuckDbHistoryModelTest extends HistoryModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }
}
