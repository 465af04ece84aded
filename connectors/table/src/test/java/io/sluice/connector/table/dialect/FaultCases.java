package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

/** Somebody else changes what the sink has made. */
public abstract class FaultCases extends SinkCase {
  private static final Schema SIZED =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("size", Schema.OPTIONAL_INT32_SCHEMA)
          .build();

  private List<String> ids() throws Exception {
    return target.rows("select id from orders order by id");
  }

  /** Makes the column {@code size} one of 64 bits. */
  protected String widenSize() {
    return "alter table orders alter column size type bigint";
  }

  protected void sized(long id, int size) {
    records.flat("orders", new Struct(SIZED).put("id", id).put("size", size));
  }

  @Test
  protected void a_dropped_table_is_told_with_what_to_do() throws Exception {
    records.change("c", 1, "secret-7").committed();
    target.execute("drop table orders");
    records.change("c", 2, "secret-8");
    assertThatThrownBy(() -> records.committed())
        .isInstanceOf(ConnectException.class)
        .isNotInstanceOf(RetriableException.class)
        .hasMessageContaining("writing rows into table orders")
        .hasMessageContaining("gone")
        .hasMessageContaining("auto.recreate")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void a_dropped_table_is_not_made_anew_without_a_word() throws Exception {
    records.change("c", 1, "a").committed();
    sink.crash();
    target.execute("drop table orders");
    sink.start();
    records.change("c", 2, "b");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> records.committed())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("orders")
          .hasMessageContaining("auto.recreate");
      sink.crash().start();
    }
  }

  @Test
  void a_dropped_table_is_made_anew_on_request() throws Exception {
    records.change("c", 1, "a").committed();
    target.execute("drop table orders");
    start(Map.of("auto.recreate", "true"));
    records.change("c", 1, "a").change("c", 2, "b").committed();
    assertThat(ids()).containsExactly("2");
  }

  @Test
  void a_table_that_never_was_because_all_its_records_were_refused_is_made_later()
      throws Exception {
    Schema noKey = SchemaBuilder.struct().field("note", Schema.STRING_SCHEMA).build();
    sink.append("orders", null, null, noKey, new Struct(noKey).put("note", "x"));
    records.committed();
    assertThat(sink.reported()).hasSize(1);
    sink.crash().start();
    sized(1, 1);
    records.committed();
    assertThat(ids()).containsExactly("1");
  }

  @Test
  protected void a_column_that_somebody_widened_is_followed_and_costs_no_row() throws Exception {
    sized(1, 10);
    records.committed();
    target.execute(widenSize());
    sized(2, 20);
    records.committed();
    assertThat(target.rows("select id, size from orders order by id"))
        .containsExactly("1|10", "2|20");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_column_that_somebody_dropped_comes_back() throws Exception {
    sized(1, 10);
    records.committed();
    target.execute("alter table orders drop column size");
    sized(2, 20);
    records.committed();
    assertThat(target.rows("select id, size from orders order by id"))
        .containsExactly("1|null", "2|20");
    assertThat(sink.reported()).isEmpty();
  }
}
