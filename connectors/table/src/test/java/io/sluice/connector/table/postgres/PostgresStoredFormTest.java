package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.StoredFormCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class PostgresStoredFormTest extends StoredFormCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new PostgresUnderTest();
  }
}
