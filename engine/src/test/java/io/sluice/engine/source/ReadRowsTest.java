package io.sluice.engine.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ReadRowsTest {
  private final ReadRows rows = new ReadRows();

  @Test
  void a_row_that_was_found_is_told_from_a_change_by_the_envelope() {
    Schema envelope = withOperation("shop.orders.Envelope");
    assertThat(rows.has(record(envelope, "r"))).isTrue();
    assertThat(rows.has(record(envelope, "c"))).isFalse();
    assertThat(rows.has(record(envelope, "r"))).isTrue();
  }

  @Test
  void a_column_of_that_name_says_nothing() {
    assertThat(rows.has(record(withOperation("shop.orders.Value"), "r"))).isFalse();
    assertThat(rows.has(record(withOperation("shop.orders.Envelope"), "r"))).isTrue();
  }

  @Test
  void what_is_no_struct_was_not_read() {
    assertThat(rows.has(new SourceRecord(Map.of(), Map.of(), "lines", Schema.STRING_SCHEMA, "r")))
        .isFalse();
  }

  private static Schema withOperation(String name) {
    return SchemaBuilder.struct().name(name).field("op", Schema.STRING_SCHEMA).build();
  }

  private static SourceRecord record(Schema schema, String op) {
    return new SourceRecord(
        Map.of(), Map.of("lsn", 1L), "orders", schema, new Struct(schema).put("op", op));
  }
}
