package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.StoredFormCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresStoredFormTest extends StoredFormCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new PostgresUnderTest();
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
    assertThat(
            target.rows(
                "select pg_get_constraintdef(oid) from pg_constraint"
                    + " where conrelid = 'orders'::regclass and contype = 'p'"))
        .containsExactly("PRIMARY KEY (id)");
  }
}
