package io.sluice.connector.table.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.config.NameCase;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.target.NameRules;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class TableNamesTest {
  private static final NameRules POSTGRES = new NameRules(true, true, 63, true);
  private static final NameRules DUCKDB = new NameRules(false, false, Integer.MAX_VALUE, true);

  private static String name(String format, NameRules rules, String topic) {
    return new TableNames(format, NameCase.KEEP, rules).of(change(topic)).toString();
  }

  private static Change change(String topic) {
    return new Change(
        Change.Kind.DELETE,
        "d",
        null,
        null,
        null,
        new SinkRecord(topic, 0, null, null, null, null, 0));
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
}
