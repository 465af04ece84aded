package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Keys of tables that somebody made: no row takes the place of another one's. */
public abstract class OwnKeyCases extends SinkCase {
  private static final Schema KEY = SchemaBuilder.struct().field("k", Schema.STRING_SCHEMA).build();
  private static final Schema ROW =
      SchemaBuilder.struct()
          .field("k", Schema.STRING_SCHEMA)
          .field("v", Schema.INT64_SCHEMA)
          .build();

  /** Columns that take different texts for one, as a table of this database declares them. */
  protected abstract List<String> looseColumns() throws Exception;

  protected void put(String table, String key, long value) {
    sink.append(
        table,
        KEY,
        new Struct(KEY).put("k", key),
        ROW,
        new Struct(ROW).put("k", key).put("v", value));
  }

  @Test
  protected void a_key_that_takes_different_texts_for_one_is_refused_by_name() throws Exception {
    int count = 0;
    for (String column : looseColumns()) {
      String table = "t" + count++;
      target.execute("create table " + table + " (k " + column + ", v bigint)");
      start(Map.of("name", table));
      put(table, "a", 1);
      assertThatThrownBy(records::committed)
          .as(column)
          .hasMessageContaining("key column 'k' of table " + table);
      assertThat(target.rows("select * from " + table)).isEmpty();
    }
  }

  @Test
  void a_column_that_is_no_key_may_compare_as_it_likes() throws Exception {
    int count = 0;
    for (String column : looseColumns()) {
      String table = "t" + count++;
      target.execute("create table " + table + " (k " + column + ", v bigint)");
      start(Map.of("name", table, "mode", "append"));
      put(table, "a", 1);
      put(table, "A", 2);
      records.committed();
      assertThat(target.rows("select v from " + table + " order by v")).containsExactly("1", "2");
    }
  }

  @Test
  protected void keys_of_a_plain_text_column_are_told_apart_by_every_character() throws Exception {
    target.execute("create table t (k varchar(9) not null primary key, v bigint)");
    for (int round = 0; round < 2; round++) {
      put("t", "a", round);
      put("t", "A", round);
      put("t", "a ", round);
      records.committed();
    }
    assertThat(target.rows("select v from t")).containsExactly("1", "1", "1");
  }
}
