package io.sluice.connector.table;

import java.nio.file.Path;

class DuckDbTypesTest extends TypeCases {
  @Override
  TargetUnderTest target(Path emptyFolder) {
    return TargetUnderTest.duckDb(emptyFolder);
  }

  @Override
  String typeOfColumn() throws Exception {
    return target
        .rows("select data_type from duckdb_columns() where table_name = 't' and column_name = 'v'")
        .get(0);
  }

  @Override
  String elements() {
    return "array_to_string(list_transform(v, lambda x: coalesce(cast(x as varchar), '-')), ',')";
  }

  @Override
  String idesOfMarch() {
    return "0044-03-15 (BC) 00:00:00";
  }
}
