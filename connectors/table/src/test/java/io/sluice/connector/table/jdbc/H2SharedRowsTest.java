package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.SharedRowCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class H2SharedRowsTest extends SharedRowCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new H2UnderTest(emptyFolder);
  }
}
