package io.sluice.connector.table.mysql;

import io.sluice.connector.table.dialect.ModeModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class MariaDbModeModelTest extends ModeModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new MariaDbUnderTest();
  }
}
