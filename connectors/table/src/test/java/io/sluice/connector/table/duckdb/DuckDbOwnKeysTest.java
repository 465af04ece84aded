package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.OwnKeyCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.List;

class DuckDbOwnKeysTest extends OwnKeyCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }

  @Override
  protected List<String> looseColumns() {
    return List.of("varchar collate nocase", "varchar collate nocase.noaccent");
  }
}
