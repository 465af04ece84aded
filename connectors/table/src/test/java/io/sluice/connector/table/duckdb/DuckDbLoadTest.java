package io.sluice.connector.table.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** Rows of one key before a transaction, and several times in it. */
class DuckDbLoadTest extends SinkCase {
  private static final Schema LISTED =
      SchemaBuilder.struct()
          .name("Listed")
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
          .field("text", Schema.OPTIONAL_STRING_SCHEMA)
          .build();

  private static final Schema ENVELOPE = Records.envelope(LISTED);

  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }

  @Test
  void a_row_that_is_changed_again_and_again_in_one_transaction_is_there_once() throws Exception {
    start(Map.of("batch.size", "1"));
    records.change("c", 1, "a").change("c", 2, "a").committed();
    records.change("u", 1, "b").change("u", 1, "c").delete(2).change("c", 2, "d");
    records.change("u", 1, "e").committed();
    assertThat(target.rows("select id, name from orders order by id"))
        .containsExactly("1|e", "2|d");
  }

  @Test
  void a_row_that_is_changed_and_then_changed_in_part_in_one_transaction_is_there_once()
      throws Exception {
    start(Map.of("batch.size", "1"));
    listed("c", List.of("a"), "large");
    records.committed();
    listed("u", List.of("b"), "larger");
    listed("u", List.of("c", "d"), "__debezium_unavailable_value");
    records.committed();
    assertThat(target.rows("select id, tags, text from orders")).containsExactly("1|[c, d]|larger");
  }

  private void listed(String op, List<String> tags, String text) {
    Map<String, Object> values = Map.of("id", 1L, "tags", tags, "text", text);
    records.change(op, ENVELOPE, Records.row(LISTED, values));
  }

  @Test
  void a_table_with_a_unique_index_of_its_owner_takes_changed_rows() throws Exception {
    target.execute(
        "create table orders (id bigint, name varchar)", "create unique index mine on orders (id)");
    start(Map.of());
    records.change("c", 1, "a").change("c", 2, "a").committed();
    records.change("u", 1, "b").change("u", 2, "b").committed();
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select id, name from orders order by id"))
        .containsExactly("1|b", "2|b");
  }
}
