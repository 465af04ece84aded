package io.sluice.connector.table.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.value.ColumnType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two that have one file open. */
class SqliteTargetTest {
  @TempDir Path folder;

  @Test
  void a_column_that_somebody_widened_since_it_was_looked_at_keeps_its_values() throws Exception {
    SqliteUnderTest file = new SqliteUnderTest(folder);
    file.execute("create table t (v boolean)", "insert into t values (1), (0)");
    Table.Name name = new Table.Name("", "t");
    Table.Column text = new Table.Column("v", ColumnType.TEXT, true);
    StoredOffsets.Position nothing = new StoredOffsets.Position(Map.of(), Map.of());
    try (SqliteTarget one = new SqliteTarget(new TableSinkConfig(file.config()));
        SqliteTarget other = new SqliteTarget(new TableSinkConfig(file.config()))) {
      Table before = other.catalog().describe(name).orElseThrow();
      one.catalog().alter(one.catalog().describeToChange(name).orElseThrow(), text);
      one.commit("one", Map.of(), nothing);
      other.catalog().alter(before, text);
      other.commit("other", Map.of(), nothing);
    }
    assertThat(file.rows("select v from t")).containsExactly("true", "false");
  }
}
