package io.sluice.connector.table.mysql;

import io.sluice.connector.table.dialect.SharedRowCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class MariaDbSharedRowsTest extends SharedRowCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new MariaDbUnderTest();
  }
}
