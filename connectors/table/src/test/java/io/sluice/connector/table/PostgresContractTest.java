package io.sluice.connector.table;

import java.nio.file.Path;

class PostgresContractTest extends TableSinkContract {
  @Override
  TargetUnderTest target(Path folder) {
    return TargetUnderTest.postgres();
  }
}
