package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.EvolutionCases;
import io.sluice.connector.table.dialect.FaultCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What a database without a dialect must pass, tried with HSQLDB. Not the matrix of types, which
 * supposes that times and single precision have columns of their own: HSQLDB's driver tells of none
 * that hold them all, so that they are texts and doubles there.
 */
class HsqldbSinkTest extends JdbcSuites {
  @Override
  TargetUnderTest fresh(Path emptyFolder) {
    return new HsqldbUnderTest(emptyFolder);
  }

  @Nested
  class Evolution extends EvolutionCases {
    /** The driver does not say how many digits of a second a timestamp keeps. */
    @Disabled("a timestamp is a text there")
    @Override
    @Test
    protected void dates_become_timestamps() {}

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }

  @Nested
  class Faults extends FaultCases {
    /** Said when the table is looked at again, with the same words. */
    @Disabled("the driver says of a dropped table that a prepared statement is no longer valid")
    @Override
    @Test
    protected void a_dropped_table_is_told_with_what_to_do() {}

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return fresh(emptyFolder);
    }
  }
}
