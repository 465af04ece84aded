package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.FirstLoadModelCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class PostgresFirstLoadModelTest extends FirstLoadModelCases {
  @Override
  protected TargetUnderTest fresh(Path emptyFolder) {
    return new PostgresUnderTest();
  }

  @Override
  protected String queryOfKey() {
    return "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and"
        + " a.attnum = any(i.indkey) where i.indrelid = 'orders'::regclass and i.indisprimary";
  }
}
