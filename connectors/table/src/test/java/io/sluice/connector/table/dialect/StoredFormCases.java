package io.sluice.connector.table.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invariant 10: what any version stored in a target is read by this one, and written on. A new form
 * gets a golden file of its own, a dialect each; those that are there never change. {@code v0} was
 * written by the sink before it told of fields and of what rows are; what it told of its tables
 * apart from that is in {@code golden/schemas.txt}.
 */
@NotOnWorker("what is stored is of a topic that the worker does not have yet")
public abstract class StoredFormCases extends SinkCase {
  private static final Map<String, String> SHOP = Map.of("name", "shop", "mode", "history");

  /** What a version left: a pipeline that had come to the third record of its topic. */
  protected void stored(String version) throws Exception {
    stored(version, SHOP);
  }

  /** The same, read by a sink of these settings. */
  protected final void stored(String version, Map<String, String> settings) throws Exception {
    sink.close();
    target.execute("drop table _sluice_offsets", "drop table _sluice_offsets_schemas");
    target.execute(statements(version));
    start(settings);
  }

  private String[] statements(String version) throws IOException {
    String[] packages = getClass().getPackageName().split("\\.");
    String file = "/golden/" + packages[packages.length - 1] + "-" + version + ".sql";
    try (InputStream golden = StoredFormCases.class.getResourceAsStream(file)) {
      assertThat(golden).as(file).isNotNull();
      return Arrays.stream(new String(golden.readAllBytes(), UTF_8).split(";\n"))
          .filter(statement -> !statement.isBlank())
          .toArray(String[]::new);
    }
  }

  private void change(long millis, long lsn, String name) {
    Struct row = new Struct(Records.ROW).put("id", 1L).put("name", name);
    Struct value = Versions.envelope(Records.ENVELOPE, "u", millis, lsn, row);
    sink.append(Records.TOPIC, Records.KEY, Records.key(1), Records.ENVELOPE, value);
  }

  /** Records that it had written. */
  private void earlier() {
    change(1, 0x65, "never");
    change(2, 0x66, "never");
    change(3, 0x67, "never");
  }

  private List<String> versions() throws SQLException {
    return Versions.of(target, "id, name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0", "v1"})
  void a_pipeline_goes_on_where_its_offsets_are(String version) throws Exception {
    stored(version);
    earlier();
    change(30, 0x70, "c");
    records.committed();
    assertThat(versions())
        .containsExactly(
            "1|a|0..10000|over", "1|b|10000..30000|over", "1|c|30000..|now", "2|x|0..20000|over");
    assertThat(
            target.rows(
                "select name, topic, \"partition\", next_offset, table_name from _sluice_offsets"
                    + " order by name"))
        .containsExactly(
            "other|other.topic|3|9000000000|null", "shop|shop.public.orders|0|4|\"orders\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0", "v1"})
  void a_change_that_comes_again_is_known_by_its_place(String version) throws Exception {
    stored(version);
    earlier();
    change(10, 0x66, "b");
    change(0, 0x65, "a");
    records.committed();
    assertThat(versions())
        .containsExactly("1|a|0..10000|over", "1|b|10000..|now", "2|x|0..20000|over");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0", "v1"})
  void what_a_pipeline_brought_is_not_taken_for_another_ones(String version) throws Exception {
    stored(version);
    start(Map.of("name", "second", "mode", "history"));
    change(30, 0x70, "c");
    assertThatThrownBy(records::committed)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'shop'");
  }

  private static final String TOLD =
      "select name, version, columns, key_columns from _sluice_offsets_schemas";

  @Test
  void the_columns_that_a_pipeline_brings_are_told_as_version_1_told_them() throws Exception {
    stored("v1");
    List<String> before = target.rows(TOLD);
    earlier();
    change(30, 0x70, "c");
    records.committed();
    assertThat(target.rows(TOLD)).isEqualTo(before);
  }

  @Test
  void what_version_0_told_is_told_anew_with_fields_and_what_the_rows_are() throws Exception {
    stored("v1");
    String now = target.rows(TOLD).get(0).replace("shop|1|", "shop|2|");
    target.execute("drop table orders");
    stored("v0");
    earlier();
    change(30, 0x70, "c");
    records.committed();
    assertThat(target.rows(TOLD)).containsExactly(now);
  }
}
