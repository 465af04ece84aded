package io.sluice.connector.table;

import java.nio.file.Path;

class PostgresTypesTest extends TypeCases {
  @Override
  TargetUnderTest target(Path emptyFolder) {
    return TargetUnderTest.postgres();
  }

  @Override
  String typeOfColumn() throws Exception {
    return target
        .rows(
            "select format_type(atttypid, atttypmod) from pg_attribute"
                + " where attrelid = 't'::regclass and attname = 'v'")
        .get(0);
  }

  @Override
  String elements() {
    return "array_to_string(v, ',', '-')";
  }
}
