package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.FirstLoadCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;

class H2FirstLoadTest extends FirstLoadCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new H2UnderTest(emptyFolder);
  }

  @Override
  protected boolean keyComesLast() {
    return false;
  }

  /** No key is built last here, and what is not known of a database has its texts be short. */
  @Override
  protected int longKey() {
    return 200;
  }
}
