package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Tables and columns are found under their names, whatever those are. */
public abstract class NameCases extends SinkCase {
  private static final List<String> NAMES =
      List.of(
          "select",
          "order",
          "null",
          "a b",
          "a\"b",
          "a'b",
          "a`b",
          "größe",
          "名前",
          "e\u0301",
          "\u05e9\u05dc\u05d5\u05dd\u202e",
          "\uD83D\uDC0E",
          "a;b",
          "a--b",
          "/*a",
          "a?b",
          "{fn a}",
          ":a",
          "%s",
          "#a",
          "@a",
          "a\nb",
          " a",
          "a ",
          "A",
          "1a",
          "7",
          "a\\b",
          "$1");

  private static final String LONG = "x".repeat(60);

  private static Schema row(String... fields) {
    SchemaBuilder schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA);
    for (String field : fields) {
      schema.field(field, Schema.OPTIONAL_STRING_SCHEMA);
    }
    return schema.build();
  }

  private void put(String topic, long id, String field, String value) {
    records.flat(topic, new Struct(row(field)).put("id", id).put(field, value)).committed();
  }

  /** Names that the database does not have, however they are quoted. */
  protected Set<String> impossible() {
    return Set.of();
  }

  @NotOnWorker("Kafka has no topics of such names")
  @Test
  void names_that_the_database_does_not_have_are_refused() {
    assumeThat(impossible()).isNotEmpty();
    for (String name : impossible()) {
      assertThatThrownBy(() -> put("shop.public.t", 1, name, "first"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(name);
      start(Map.of());
      assertThatThrownBy(() -> put("shop." + name, 1, "v", "first"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(name);
      start(Map.of());
    }
  }

  @NotOnWorker("Kafka has no topics of such names")
  @Test
  void tables_and_columns_of_any_name_take_rows_twice() throws Exception {
    List<String> names = NAMES.stream().filter(name -> !impossible().contains(name)).toList();
    for (String name : names) {
      put("shop." + name, 1, name, "first");
      put("shop." + name, 1, name, "second");
      put("shop." + name, 2, name, "third");
    }
    sink.crash().start();
    for (String name : names) {
      put("shop." + name, 3, name, "fourth");
      put("shop." + name, 3, "another", "value");
      records.tombstone("shop." + name, 2).committed();
      String query =
          "select %s, another from %s order by id"
              .formatted(target.quote(name), target.quote(name));
      assertThat(target.rows(query)).as(name).containsExactly("second|null", "null|value");
    }
  }

  @Test
  void columns_whose_names_have_dots_are_columns_like_others() throws Exception {
    put("t", 1, "a.b", "first");
    put("t", 1, "a.b", "second");
    assertThat(target.rows("select %s from t".formatted(target.quote("a.b"))))
        .containsExactly("second");
  }

  /** Composed and decomposed accents look alike, and are two names to every database. */
  @Test
  void fields_that_differ_in_accents_only_are_two_columns() throws Exception {
    String composed = "\u00e9";
    String decomposed = "e\u0301";
    Struct row = new Struct(row("e", composed, decomposed)).put("id", 1L);
    records.flat("t", row.put("e", "plain").put(composed, "one").put(decomposed, "two"));
    records.committed();
    String columns = target.quote(composed) + ", " + target.quote(decomposed);
    assertThat(target.rows("select e, " + columns + " from t")).containsExactly("plain|one|two");
  }

  @Test
  void columns_are_spelled_as_the_setting_says() throws Exception {
    start(Map.of("column.case", "snake", "table.case", "snake"));
    put("shop.OrderLines", 1, "unitPrice", "a");
    assertThat(target.rows("select id, unit_price from order_lines")).containsExactly("1|a");
  }

  @Test
  void columns_are_called_by_the_format() throws Exception {
    start(Map.of("column.name.format", "c_${column}"));
    put("shop.t", 1, "v", "a");
    put("shop.t", 1, "v", "b");
    assertThat(target.rows("select c_id, c_v from t")).containsExactly("1|b");
  }

  @Test
  void a_renamed_field_goes_on_in_the_column_that_it_had() throws Exception {
    start(Map.of("column.rename.t", "mail:email"));
    put("shop.t", 1, "email", "a");
    put("shop.t", 2, "mail", "b");
    assertThat(target.rows("select id, email from t order by id")).containsExactly("1|a", "2|b");
  }

  @Test
  void a_renamed_key_field_identifies_the_row() throws Exception {
    start(Map.of("column.rename.t", "id:order_id"));
    put("shop.t", 1, "v", "a");
    put("shop.t", 1, "v", "b");
    records.tombstone("shop.t", 1).committed();
    put("shop.t", 2, "v", "c");
    assertThat(target.rows("select order_id, v from t")).containsExactly("2|c");
  }

  @Test
  void two_fields_of_one_column_are_refused_with_both_names() {
    start(Map.of("column.case", "snake"));
    Struct both = new Struct(row("unitPrice", "unit_price")).put("id", 1L);
    assertThatThrownBy(() -> records.flat("t", both).delivered())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'unitPrice'")
        .hasMessageContaining("'unit_price'")
        .hasMessageContaining("column.rename.t");
  }

  @Test
  void names_that_only_differ_where_the_database_cuts_are_refused_with_both() throws Exception {
    Struct both = new Struct(row(LONG + "_first", LONG + "_fifth")).put("id", 1L);
    records.flat("t", both);
    if (target.longestName() < LONG.length() + 6) {
      assertThatThrownBy(() -> records.delivered())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(LONG + "_first")
          .hasMessageContaining("column.rename.t");
    } else {
      records.committed();
      assertThat(target.rows("select count(*) from t")).containsExactly("1");
    }
  }

  @Test
  void fields_that_differ_in_case_only_are_two_columns_or_refused_with_both() throws Exception {
    Struct both = new Struct(row("v", "V")).put("id", 1L).put("v", "small").put("V", "large");
    records.flat("t", both);
    if (target.columnCaseMatters()) {
      records.committed();
      assertThat(
              target.rows("select %s, %s from t".formatted(target.quote("v"), target.quote("V"))))
          .containsExactly("small|large");
    } else {
      assertThatThrownBy(() -> records.delivered())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("'v' and 'V'");
    }
  }

  @Test
  void a_table_of_yours_that_spells_columns_otherwise_is_used_where_case_does_not_matter()
      throws Exception {
    target.execute("create table t (ID bigint, V varchar(20))");
    put("t", 1, "v", "a");
    put("t", 1, "v", "b");
    assertThat(target.rows("select id, v from t")).isEqualTo(List.of("1|b"));
  }

  private void captured(String table, long id) {
    Struct source = Records.source().put("table", table);
    Struct after = new Struct(Records.ROW).put("id", id).put("name", table);
    Struct event =
        new Struct(Records.ENVELOPE).put("after", after).put("source", source).put("op", "c");
    sink.append("shop.public.a_b", Records.KEY, Records.key(id), Records.ENVELOPE, event);
    sink.deliver();
  }

  @Test
  void two_tables_whose_names_became_one_in_a_topic_are_refused_with_both_names() {
    captured("a b", 1);
    assertThatThrownBy(() -> captured("a_b", 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'public.a b' and 'public.a_b'");
  }

  @Test
  void two_tables_whose_names_became_one_in_a_topic_are_refused_in_a_later_run_too() {
    captured("a b", 1);
    sink.commit();
    sink.crash().start();
    assertThatThrownBy(() -> captured("a_b", 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'public.a b'")
        .hasMessageContaining("'public.a_b'");
  }

  @Test
  void a_table_of_the_source_goes_on_in_a_later_run_and_others_join_it() throws Exception {
    captured("a b", 1);
    sink.commit();
    sink.crash().start();
    captured("a b", 2);
    captured("a c", 3);
    sink.commit();
    sink.crash().start();
    captured("a c", 4);
    sink.commit();
    assertThat(target.rows("select id from a_b order by id")).containsExactly("1", "2", "3", "4");
  }

  @Test
  void tables_that_were_brought_together_on_purpose_share_a_topic() throws Exception {
    captured("orders_2023", 1);
    captured("orders_2024", 2);
    captured("orders_2023", 3);
    sink.commit();
    assertThat(target.rows("select id from a_b order by id")).containsExactly("1", "2", "3");
  }
}
