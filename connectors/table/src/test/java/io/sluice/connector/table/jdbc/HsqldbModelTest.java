package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.ModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class HsqldbModelTest extends ModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new HsqldbUnderTest(emptyFolder);
  }
}
