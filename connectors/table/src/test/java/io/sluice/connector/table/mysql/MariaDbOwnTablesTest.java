package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.RoundTrip;
import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that somebody made for the sink keep what they were given. */
class MariaDbOwnTablesTest extends SinkCase {
  private static final Schema V =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("v", Schema.OPTIONAL_INT32_SCHEMA)
          .build();

  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new MariaDbUnderTest();
  }

  private String creation(String table) throws Exception {
    return target.rows("show create table " + table).get(0).replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int not null check (v > 0 and 'a, (b' <> '')",
        "int not null default 7 comment 'it''s a \"v\", (new\\nline) \\\\ COMMENT '",
        "int invisible not null default 3",
        "int unsigned zerofill not null default (1 + 2)",
        "bigint not null default (unix_timestamp()) comment 'c'",
        "int not null without system versioning"
      })
  void a_column_that_may_be_null_from_now_on_keeps_all_else(String definition) throws Exception {
    assumeFalse(
        MariaDbUnderTest.isMySql() && definition.contains("versioning"), "MySQL keeps no versions");
    target.execute(
        "create table t (id bigint primary key, v "
            + definition
            + ", w int, constraint x check (w"
            + " > 1), unique (w, v))");
    String before = creation("t");
    records.flat("t", Records.row(V, java.util.Map.of("id", 1L))).committed();
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select id, v from t")).containsExactly("1|null");
    assertThat(creation("t").replace(" DEFAULT NULL", ""))
        .isEqualTo(before.replaceFirst("(\"v\".*?) NOT NULL", "$1").replace(" DEFAULT NULL", ""));
  }

  @Test
  void a_time_that_renews_itself_still_does_when_it_may_be_null() throws Exception {
    target.execute(
        "create table t (id bigint primary key, v int, changed timestamp(6) not null default"
            + " current_timestamp(6) on update current_timestamp(6))");
    records.flat("t", new Struct(V).put("id", 1L).put("v", 2)).committed();
    target.execute("update t set v = 3");
    assertThat(target.rows("select v, changed is not null from t")).containsExactly("3|1");
    assertThat(creation("t")).containsIgnoringCase("on update current_timestamp(6)");
  }

  @Test
  void a_document_with_a_comment_stays_a_document() throws Exception {
    Schema json = SchemaBuilder.string().optional().name("io.debezium.data.Json").doc("d").build();
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", json).build();
    records.flat("t", new Struct(row).put("id", 1L).put("v", "{}")).committed();
    assertThat(target.commentOf("t", "v")).containsExactly("d");
    assertThat(target.typeOf("t", "v")).isEqualTo("json");
  }

  @Test
  void a_document_becomes_a_text_without_its_check() throws Exception {
    Schema json = SchemaBuilder.string().optional().name("io.debezium.data.Json").build();
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", json).build();
    Schema text =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("v", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    records.flat("t", new Struct(row).put("id", 1L).put("v", "{}")).committed();
    records.flat("t", new Struct(text).put("id", 2L).put("v", "none")).committed();
    assertThat(target.rows("select v from t order by id")).isEqualTo(List.of("{}", "none"));
  }

  @Test
  void a_text_of_yours_keeps_a_list_of_long_decimals_digit_by_digit() throws Exception {
    target.execute("create table t (id bigint primary key, v longtext)");
    Schema list = SchemaBuilder.array(RoundTrip.decimal(38, 20)).optional().build();
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", list).build();
    BigDecimal number = new BigDecimal("123456789012345678.12345678901234567890");
    records.flat("t", new Struct(row).put("id", 1L).put("v", List.of(number))).committed();
    assertThat(target.rows("select v from t")).containsExactly("[" + number + "]");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_wider_type_keeps_check_default_and_comment() throws Exception {
    target.execute(
        "create table t (id bigint primary key, v smallint not null default 5 comment 'c' check (v"
            + " > 0))");
    records.flat("t", new Struct(V).put("id", 1L).put("v", 70_000)).committed();
    assertThat(creation("t"))
        .contains(
            MariaDbUnderTest.isMySql()
                ? "\"v\" int DEFAULT '5' COMMENT 'c', PRIMARY KEY (\"id\"), CONSTRAINT \"t_chk_1\""
                    + " CHECK ((`v` > 0))"
                : "\"v\" int(11) DEFAULT 5 COMMENT 'c' CHECK (\"v\" > 0)");
  }
}
