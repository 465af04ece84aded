package io.sluice.connector.table;

import java.nio.file.Path;

class PostgresUpsertTest extends UpsertCases {
  @Override
  TargetUnderTest target(Path emptyFolder) {
    return TargetUnderTest.postgres();
  }
}
