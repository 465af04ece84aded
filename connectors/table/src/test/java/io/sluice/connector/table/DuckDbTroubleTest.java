package io.sluice.connector.table;

import java.nio.file.Path;

class DuckDbTroubleTest extends TroubleCases {
  @Override
  TargetUnderTest target(Path emptyFolder) {
    return TargetUnderTest.duckDb(emptyFolder);
  }
}
