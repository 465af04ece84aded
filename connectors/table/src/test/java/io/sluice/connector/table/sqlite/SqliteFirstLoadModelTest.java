package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.FirstLoadModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class SqliteFirstLoadModelTest extends FirstLoadModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }

  @Override
  protected String queryOfKey() {
    return "select c.name from pragma_index_list('orders') l, pragma_index_info(l.name) c"
        + " where l.\"unique\"";
  }
}
