package io.sluice.connector.table.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.StoredFormCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqliteStoredFormTest extends StoredFormCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }

  @Test
  void a_key_that_version_2_left_pending_is_built_where_no_record_shows_the_table()
      throws Exception {
    stored("v2", Map.of("name", "shop"));
    records.flat("others", Records.row(Records.ROW, Map.of("id", 1L))).committed();
    assertThat(target.rows("select name from orders order by name")).containsExactly("b", "x");
    assertThat(
            target.rows(
                "select columns, key_columns from _sluice_offsets_schemas"
                    + " where table_name = '\"orders\"'"))
        .containsExactly("\"id\" uuid, \"name\" text <- \"public.orders\"; upsert|\"id\"");
    assertThat(target.rows("select name from pragma_index_list('orders') where \"unique\""))
        .containsExactly("_sluice_key_orders");
  }
}
