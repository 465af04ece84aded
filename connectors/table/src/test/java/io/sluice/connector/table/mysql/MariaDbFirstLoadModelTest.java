package io.sluice.connector.table.mysql;

import io.sluice.connector.table.dialect.FirstLoadModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class MariaDbFirstLoadModelTest extends FirstLoadModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new MariaDbUnderTest();
  }

  @Override
  protected String queryOfKey() {
    return "select column_name from information_schema.key_column_usage where table_schema ="
        + " database() and table_name = 'orders' and constraint_name = 'PRIMARY'";
  }
}
