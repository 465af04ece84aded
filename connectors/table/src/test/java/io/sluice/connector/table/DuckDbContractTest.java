package io.sluice.connector.table;

import java.nio.file.Path;

class DuckDbContractTest extends TableSinkContract {
  @Override
  TargetUnderTest target(Path folder) {
    return TargetUnderTest.duckDb(folder);
  }
}
