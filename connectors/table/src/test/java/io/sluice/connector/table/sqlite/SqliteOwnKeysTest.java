package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.OwnKeyCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.List;

class SqliteOwnKeysTest extends OwnKeyCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }

  @Override
  protected List<String> looseColumns() {
    return List.of("text collate nocase", "text collate rtrim");
  }
}
