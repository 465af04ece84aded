package io.sluice.connector.table.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  private static List<Row> rows(Object... keys) {
    SinkRecord record = new SinkRecord("t", 0, null, null, Schema.STRING_SCHEMA, "v", 0);
    return Stream.of(keys)
        .map(key -> new Row(new Object[] {key}, new Object[] {key}, null, true, null, record))
        .toList();
  }

  private static List<Object> keys(List<Row> rows) {
    return rows.stream().<Object>map(row -> row.key()[0]).toList();
  }

  @Test
  void rows_are_in_the_order_of_numbers() {
    assertThat(keys(KeyOrder.of(rows(3L, -1L, 2)))).containsExactly(-1L, 2, 3L);
  }

  @Test
  void rows_are_in_the_order_of_the_bytes_of_uuids() {
    UUID low = UUID.fromString("10000000-0000-4000-8000-000000000000");
    UUID high = UUID.fromString("f0000000-0000-4000-8000-000000000000");
    assertThat(keys(KeyOrder.of(rows(high, low)))).containsExactly(low, high);
  }

  @Test
  void other_keys_stay_as_they_came() {
    List<Row> rows = rows("b", "a", 1L);
    assertThat(KeyOrder.of(rows)).isSameAs(rows);
  }
}
