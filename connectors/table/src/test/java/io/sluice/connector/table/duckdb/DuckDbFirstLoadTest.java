package io.sluice.connector.table.duckdb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.dialect.FirstLoadCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DuckDbFirstLoadTest extends FirstLoadCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }

  @Override
  protected boolean keyComesLast() {
    return false;
  }

  /** Keeping DuckDB's index costs far more than it gains; see {@link DuckDbTarget}. */
  @Override
  protected boolean hasKeys() {
    return false;
  }

  /** A table that is there gets no further constraint. */
  @Override
  @Test
  protected void a_row_that_the_database_refuses_is_refused_alone() {
    assertThatThrownBy(() -> super.a_row_that_the_database_refuses_is_refused_alone())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("No support for adding CHECK constraints");
  }
}
