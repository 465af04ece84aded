package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.SharedRowCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class PostgresSharedRowsTest extends SharedRowCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new PostgresUnderTest();
  }
}
