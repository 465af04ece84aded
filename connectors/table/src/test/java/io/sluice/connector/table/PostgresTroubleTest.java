package io.sluice.connector.table;

import java.nio.file.Path;

class PostgresTroubleTest extends TroubleCases {
  @Override
  TargetUnderTest target(Path emptyFolder) {
    return TargetUnderTest.postgres();
  }
}
