package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.EvolutionCases;
import io.sluice.connector.table.dialect.EvolutionMatrixCases;
import io.sluice.connector.table.dialect.FaultCases;
import io.sluice.connector.table.dialect.MoveCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** What a database without a dialect must pass, tried with H2. */
class H2SinkTest extends JdbcSuites {
  @Override
  TargetUnderTest fresh(Path emptyFolder) {
    return new H2UnderTest(emptyFolder);
  }

  @Nested
  class Evolution extends EvolutionCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Faults extends FaultCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Matrix extends EvolutionMatrixCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Moves extends MoveCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }
}
