package io.sluice.connector.table.mysql;

import io.sluice.connector.table.dialect.RandomTypeCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class MariaDbRandomTypesTest extends RandomTypeCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new MariaDbUnderTest();
  }
}
