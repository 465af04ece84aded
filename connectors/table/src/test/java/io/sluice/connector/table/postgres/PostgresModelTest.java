package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.ModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class PostgresModelTest extends ModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new PostgresUnderTest();
  }
}
