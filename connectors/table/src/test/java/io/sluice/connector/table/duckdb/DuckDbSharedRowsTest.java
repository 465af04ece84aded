package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.SharedRowCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class DuckDbSharedRowsTest extends SharedRowCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }
}
