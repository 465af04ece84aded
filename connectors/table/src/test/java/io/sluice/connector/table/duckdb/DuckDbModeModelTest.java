package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.ModeModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class DuckDbModeModelTest extends ModeModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }
}
