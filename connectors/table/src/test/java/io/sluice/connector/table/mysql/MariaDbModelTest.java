package io.sluice.connector.table.mysql;

import io.sluice.connector.table.dialect.ModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class MariaDbModelTest extends ModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new MariaDbUnderTest();
  }
}
