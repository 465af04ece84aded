package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.SharedColumnCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class SqliteSharedColumnsTest extends SharedColumnCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }

  @Override
  protected String counted() {
    return "n integer primary key";
  }

  @Override
  protected String computed() {
    return "g bigint generated always as (id + 1) stored";
  }
}
