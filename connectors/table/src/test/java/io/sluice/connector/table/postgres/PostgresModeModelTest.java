package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.ModeModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class PostgresModeModelTest extends ModeModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new PostgresUnderTest();
  }
}
