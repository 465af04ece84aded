package io.sluice.connector.table;

import java.nio.file.Path;

class DuckDbUpsertTest extends UpsertCases {
  @Override
  TargetUnderTest target(Path emptyFolder) {
    return TargetUnderTest.duckDb(emptyFolder);
  }
}
