package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.SharedColumnCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class PostgresSharedColumnsTest extends SharedColumnCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new PostgresUnderTest();
  }

  @Override
  protected String counted() {
    return "n bigint generated always as identity primary key";
  }

  @Override
  protected String computed() {
    return "g bigint generated always as (id + 1) stored";
  }
}
