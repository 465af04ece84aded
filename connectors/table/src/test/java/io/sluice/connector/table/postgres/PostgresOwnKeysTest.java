package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.OwnKeyCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.List;

class PostgresOwnKeysTest extends OwnKeyCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new PostgresUnderTest();
  }

  @Override
  protected List<String> looseColumns() throws Exception {
    target.execute(
        "create domain chars as char(5)",
        "create domain padded as chars",
        "create extension citext",
        "create collation same (provider = icu, locale = 'und-u-ks-level2', deterministic ="
            + " false)");
    return List.of("char(5)", "padded", "citext", "text collate same");
  }
}
