package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.HistoryByTimeModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class SqliteHistoryByTimeModelTest extends HistoryByTimeModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }
}
