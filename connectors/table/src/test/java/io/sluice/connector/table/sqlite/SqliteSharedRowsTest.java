package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.SharedRowCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class SqliteSharedRowsTest extends SharedRowCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }
}
