package io.sluice.connector.table;

import java.nio.file.Path;

class DuckDbEvolutionTest extends EvolutionCases {
  @Override
  TargetUnderTest target(Path emptyFolder) {
    return TargetUnderTest.duckDb(emptyFolder);
  }
}
