package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of any kind as rows of JSON. */
public abstract class RawCases extends SinkCase {

  @BeforeEach
  void raw() {
    start(Map.of("mode", "raw"));
  }

  private List<String> rows(String columns) throws Exception {
    return target.rows("select " + columns + " from orders order by _position");
  }

  @Test
  void every_record_is_a_row_with_key_and_value_as_they_came() throws Exception {
    records.change("c", 1, "it's \"quoted\"").committed();
    assertThat(rows("record_key, data"))
        .containsExactly(
            "{\"id\":1}|{\"before\":null,\"after\":{\"id\":1,\"name\":\"it's \\\"quoted\\\"\"},"
                + "\"source\":{\"schema\":\"public\",\"table\":\"orders\",\"ts_ms\":1700000000000,"
                + "\"lsn\":23803720},\"op\":\"c\"}");
  }

  @Test
  void deletes_tombstones_and_truncates_are_rows_too() throws Exception {
    Struct truncate = new Struct(Records.ENVELOPE).put("source", Records.source()).put("op", "t");
    records.change("c", 1, "a").delete(1).tombstone(1);
    sink.append(Records.TOPIC, null, null, Records.ENVELOPE, truncate);
    records.committed();
    assertThat(rows("_operation, case when data is null then 'none' else 'some' end"))
        .containsExactly("c|some", "d|some", "d|none", "t|some");
  }

  @Test
  void records_without_a_schema_are_rows() throws Exception {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("op", "u");
    value.put("after", Map.of("id", 1));
    value.put("source", Map.of("ts_ms", 1_700_000_000_000L));
    sink.append(Records.TOPIC, null, "k", null, value);
    sink.append(Records.TOPIC, null, null, null, List.of(1, 2));
    sink.append(Records.TOPIC, Schema.STRING_SCHEMA, "k", Schema.STRING_SCHEMA, "plain");
    records.committed();
    assertThat(rows("record_key, data, _operation"))
        .containsExactly(
            "\"k\"|{\"op\":\"u\",\"after\":{\"id\":1},\"source\":{\"ts_ms\":1700000000000}}|u",
            "null|[1,2]|null",
            "\"k\"|\"plain\"|null");
  }

  @Test
  void records_of_many_schemas_go_into_one_table() throws Exception {
    records.change("c", 1, "a").committed();
    sink.append(Records.TOPIC, null, null, Schema.INT32_SCHEMA, 7);
    records.change("u", 1, "b").committed();
    assertThat(rows("_operation, data is null")).hasSize(3);
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_crash_leaves_each_record_once() throws Exception {
    records.change("c", 1, "a").delivered();
    sink.commitUnheard().crash().start();
    records.change("c", 2, "b").committed();
    assertThat(target.rows("select count(*) from orders")).containsExactly("2");
  }

  @Test
  void metadata_is_there_unless_none_is_asked_for() throws Exception {
    start(Map.of("mode", "raw", "metadata.columns", "none"));
    records.change("c", 1, "a").committed();
    assertThat(target.rows("select * from orders")).singleElement().asString().contains("\"op\"");
    assertThat(target.rows("select record_key from orders")).containsExactly("{\"id\":1}");
  }
}
