package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.RandomTypeCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class SqliteRandomTypesTest extends RandomTypeCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }
}
