package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.RandomTypeCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class DuckDbRandomTypesTest extends RandomTypeCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }
}
