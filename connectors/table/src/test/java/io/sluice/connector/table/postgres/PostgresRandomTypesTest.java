package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.RandomTypeCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class PostgresRandomTypesTest extends RandomTypeCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new PostgresUnderTest();
  }
}
