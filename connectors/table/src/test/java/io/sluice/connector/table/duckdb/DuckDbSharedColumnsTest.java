package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.SharedColumnCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class DuckDbSharedColumnsTest extends SharedColumnCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }

  @Override
  protected String counted() throws Exception {
    target.execute("create sequence if not exists numbers");
    return "n bigint default nextval('numbers') primary key";
  }

  @Override
  protected String computed() {
    return "g bigint generated always as (id + 1) virtual";
  }
}
