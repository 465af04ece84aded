package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.ModeModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class SqliteModeModelTest extends ModeModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }

  /** A table with a default is not made anew, which another type of a column would need here. */
  @Override
  protected String ownDefault() {
    return "null";
  }
}
