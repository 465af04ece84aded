package io.sluice.connector.table;

import java.nio.file.Path;

class PostgresEvolutionTest extends EvolutionCases {
  @Override
  TargetUnderTest target(Path emptyFolder) {
    return TargetUnderTest.postgres();
  }
}
