package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.ModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class DuckDbModelTest extends ModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }
}
