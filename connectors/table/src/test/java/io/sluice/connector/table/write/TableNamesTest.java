package io.sluice.connector.table.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.config.NameCase;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.target.NameRules;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableNamesTest {
  private static final NameRules POSTGRES = new NameRules(true, true, 63, true);
  private static final NameRules DUCKDB = new NameRules(false, false, Integer.MAX_VALUE, true);

  private static String name(String format, NameRules rules, String topic) {
    return new TableNames(format, NameCase.KEEP, rules).of(change(topic)).toString();
  }

  private static Change change(String topic) {
    return renamed(topic, topic);
  }

  /** A record that was read from one topic, and that a transform gave another. */
  private static Change renamed(String from, String to) {
    SinkRecord record = new SinkRecord(from, 0, null, null, null, null, 0);
    return new Change(
        Change.Kind.DELETE,
        "d",
        null,
        null,
        null,
        record.newRecord(to, 0, null, null, null, null, null));
  }

  @Test
  void the_last_segment_of_the_topic_is_the_default() {
    assertThat(name("${topic.last}", POSTGRES, "shop.public.orders")).isEqualTo("orders");
  }

  @Test
  void the_whole_topic_keeps_its_dots_as_underscores() {
    assertThat(name("raw_${topic}", POSTGRES, "shop.public.orders"))
        .isEqualTo("raw_shop_public_orders");
  }

  @Test
  void schema_and_table_are_the_last_two_segments_where_no_source_block_says_them() {
    assertThat(name("${schema}.${table}", POSTGRES, "shop.public.orders"))
        .isEqualTo("public.orders");
  }

  @Test
  void names_that_differ_in_case_only_are_refused_where_the_database_ignores_it() {
    TableNames names = new TableNames("${topic.last}", NameCase.KEEP, DUCKDB);
    names.of(change("a.Orders"));
    assertThatThrownBy(() -> names.of(change("a.orders")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a.Orders");
  }

  @Test
  void names_that_differ_in_case_only_are_two_tables_where_the_database_minds() {
    TableNames names = new TableNames("${topic.last}", NameCase.KEEP, POSTGRES);
    names.of(change("a.Orders"));
    assertThat(names.of(change("a.orders")).toString()).isEqualTo("orders");
  }

  @Test
  void a_name_that_the_database_would_cut_is_refused() {
    String topic = "t." + "x".repeat(64);
    assertThatThrownBy(() -> name("${topic.last}", POSTGRES, topic))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("63 bytes");
  }

  @Test
  void schemas_and_tables_are_spelled_as_the_setting_says() {
    TableNames names = new TableNames("${schema}.${table}", NameCase.SNAKE, POSTGRES);
    assertThat(names.of(change("shop.SalesEU.OrderLines")).toString())
        .isEqualTo("sales_eu.order_lines");
  }

  @Test
  void the_table_is_claimed_for_the_topic_that_the_record_was_read_from() {
    TableNames names = new TableNames("${topic}", NameCase.KEEP, POSTGRES);
    names.of(renamed("east.orders", "orders"));
    names.of(renamed("west.orders", "orders"));
    assertThat(names.claims())
        .isEqualTo(Map.of("east.orders", "\"orders\"", "west.orders", "\"orders\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"${topic}", "${topic.last}"})
  void topics_that_a_transform_brought_together_meet_again_after_a_restart(String format) {
    TableNames names = new TableNames(format, NameCase.KEEP, POSTGRES);
    names.claimed(Map.of("east.orders", "\"orders\"", "west.orders", "\"orders\""));
    assertThat(names.of(renamed("west.orders", "orders")).toString()).isEqualTo("orders");
    assertThat(names.of(renamed("east.orders", "orders")).toString()).isEqualTo("orders");
  }

  @Test
  void a_topic_of_that_name_meets_those_that_a_transform_leads_to_its_table() {
    TableNames names = new TableNames("${topic}", NameCase.KEEP, POSTGRES);
    names.claimed(Map.of("east.orders", "\"orders\"", "orders", "\"orders\""));
    assertThat(names.of(change("orders")).toString()).isEqualTo("orders");
    assertThat(names.of(renamed("east.orders", "orders")).toString()).isEqualTo("orders");
  }

  @Test
  void topics_that_no_transform_brought_together_are_refused_though_both_have_filled_the_table() {
    TableNames names = new TableNames("${topic.last}", NameCase.KEEP, POSTGRES);
    names.claimed(Map.of("a.orders", "\"orders\"", "b.orders", "\"orders\""));
    assertThatThrownBy(() -> names.of(change("b.orders")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a.orders");
  }

  @Test
  void two_names_that_transforms_gave_do_not_meet_in_one_table() {
    TableNames names = new TableNames("${topic.last}", NameCase.KEEP, POSTGRES);
    names.of(renamed("x", "a.orders"));
    assertThatThrownBy(() -> names.of(renamed("y", "b.orders")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a.orders");
  }
}
