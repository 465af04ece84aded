package io.sluice.connector.table.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which records say where a transaction begins and ends. */
class TransactionMarkTest {
  private static final String NAME = "io.debezium.connector.common.TransactionMetadataValue";

  private static SinkRecord record(String name, String status) {
    Schema schema =
        SchemaBuilder.struct()
            .name(name)
            .field("status", Schema.STRING_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .field("event_count", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    Struct value = new Struct(schema).put("status", status).put("id", "571:53195829");
    return new SinkRecord("server.transaction", 0, null, null, schema, value, 7);
  }

  @Test
  void the_two_marks_of_a_transaction_have_one_id() {
    assertThat(TransactionMark.of(record(NAME, "BEGIN")))
        .contains(new TransactionMark(true, "571"));
    assertThat(TransactionMark.of(record(NAME, "END"))).contains(new TransactionMark(false, "571"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.TransactionMetadataValue", "MyTransactionMetadataValue"})
  void a_row_of_somebody_whose_schema_ends_alike_is_none(String name) {
    assertThat(TransactionMark.of(record(name, "END"))).isEmpty();
  }

  @Test
  void a_record_of_the_name_with_other_fields_is_none() {
    Schema schema =
        SchemaBuilder.struct()
            .name(NAME)
            .field("status", Schema.INT32_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .build();
    Struct value = new Struct(schema).put("status", 1).put("id", "1");
    assertThat(TransactionMark.of(new SinkRecord("t", 0, null, null, schema, value, 0))).isEmpty();
  }

  @Test
  void a_status_that_nobody_knows_is_an_error_with_its_place() {
    assertThatThrownBy(() -> TransactionMark.of(record(NAME, "ABORT")))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("server.transaction-0 at offset 7")
        .hasMessageContaining("transaction.boundaries")
        .message()
        .doesNotContain("ABORT");
  }
}
