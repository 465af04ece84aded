package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.StoredFormCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class SqliteStoredFormTest extends StoredFormCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }
}
