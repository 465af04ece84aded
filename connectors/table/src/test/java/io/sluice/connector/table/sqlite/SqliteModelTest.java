package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.ModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class SqliteModelTest extends ModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }
}
