package io.sluice.connector.table.mysql;

import io.sluice.connector.table.dialect.SharedColumnCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class MariaDbSharedColumnsTest extends SharedColumnCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new MariaDbUnderTest();
  }

  @Override
  protected String counted() {
    return "n bigint auto_increment primary key";
  }

  @Override
  protected String computed() {
    return "g bigint generated always as (id + 1) virtual";
  }
}
