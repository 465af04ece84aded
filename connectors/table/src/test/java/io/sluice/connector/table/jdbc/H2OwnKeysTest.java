package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.OwnKeyCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.List;

class H2OwnKeysTest extends OwnKeyCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new H2UnderTest(emptyFolder);
  }

  @Override
  protected List<String> looseColumns() {
    return List.of("varchar_ignorecase(9)");
  }
}
