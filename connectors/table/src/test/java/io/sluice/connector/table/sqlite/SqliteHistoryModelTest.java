package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.HistoryModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class SqliteHistoryModelTest extends HistoryModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }
}
