package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What MySQL's own type for documents makes of them; MariaDB keeps them as texts. */
@EnabledIfSystemProperty(
    named = "sluice.test.mysqld",
    matches = ".+",
    disabledReason = "no MySQL was named")
class MySqlDocumentsTest extends SinkCase {
  private static final Schema DOCUMENT =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("v", SchemaBuilder.string().optional().name("io.debezium.data.Json").build())
          .build();

  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new MariaDbUnderTest();
  }

  private void documents(String... documents) {
    for (int id = 0; id < documents.length; id++) {
      records.flat("t", new Struct(DOCUMENT).put("id", (long) id).put("v", documents[id]));
    }
    records.committed();
  }

  @Test
  void a_document_keeps_its_values_and_not_its_blanks_and_order() throws Exception {
    documents(
        "{\"name\":  \"a, \\\"b\\\" 1e999\", \"b\": [1, 2.50, -0.1, 1e3, 18446744073709551615]}");
    assertThat(target.typeOf("t", "v")).isEqualTo("json");
    assertThat(target.rows("select v from t"))
        .containsExactly(
            "{\"b\": [1, 2.5, -0.1, 1000.0, 18446744073709551615], \"name\": \"a, \\\"b\\\""
                + " 1e999\"}");
  }

  @Test
  void a_document_with_a_number_that_would_be_rounded_is_refused_alone() throws Exception {
    documents(
        "[1]",
        "[18446744073709551617]",
        "{\"price\":1234567890123456789012345678.9}",
        "[0.12345678901234567890]",
        "[1e400]",
        "[\"18446744073709551617\"]");
    assertThat(target.rows("select id from t order by id")).containsExactly("0", "5");
    assertThat(sink.reported()).hasSize(4);
  }

  @Test
  void many_documents_travel_in_bulk_and_none_is_rounded() throws Exception {
    String[] documents = new String[300];
    for (int i = 0; i < documents.length; i++) {
      documents[i] = i == 150 ? "[0.12345678901234567890]" : "{\"n\":" + i + "}";
    }
    documents(documents);
    assertThat(target.rows("select count(*), sum(json_extract(v, '$.n')) from t"))
        .containsExactly("299|44700");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void a_list_is_a_document() throws Exception {
    Schema row =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("v", SchemaBuilder.array(Schema.OPTIONAL_BYTES_SCHEMA).optional().build())
            .build();
    Struct values = Records.row(row, Map.of("id", 1L, "v", List.of(new byte[] {1, 2})));
    records.flat("t", values).committed();
    assertThat(target.rows("select json_extract(v, '$[0]') from t")).containsExactly("\"AQI=\"");
  }
}
