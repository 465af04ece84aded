package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.dialect.OwnTableCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** MariaDB's own kinds of columns and tables. */
class MariaDbMadeTablesTest extends OwnTableCases {
  private static final Schema DOUBLE = Schema.OPTIONAL_FLOAT64_SCHEMA;

  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new MariaDbUnderTest();
  }

  @Override
  protected String dropIndex() {
    return "drop index by_id on orders";
  }

  @Override
  protected List<Column> columns() {
    List<Column> all = new ArrayList<>(numbers());
    all.addAll(texts());
    all.add(
        new Column(
            "time(6)",
            SchemaBuilder.int64().name("io.debezium.time.MicroTime").optional().build(),
            List.of(3_020_399_000_000L, 3_020_400_000_000L, -3_020_400_000_000L),
            List.of("1|838:59:59")));
    return all;
  }

  private static List<Column> numbers() {
    return List.of(
        new Column(
            "smallint unsigned",
            INT,
            Arrays.asList(1, 65_535, 65_536, -1, null),
            List.of("1|1", "2|65535", "5|null")),
        new Column("mediumint", INT, List.of(1, 8_388_608), List.of("1|1")),
        new Column("bigint unsigned", LONG, List.of(1L, -1L), List.of("1|1")),
        new Column(
            "int unsigned", DOUBLE, List.of(2.0, 1.5, 4e9, 1e300), List.of("1|2", "3|4000000000")),
        new Column("tinyint(4) unsigned", TEXT, List.of("7", "1.4", " 7", "256"), List.of("1|7")),
        new Column("double(10,2)", DOUBLE, List.of(1.25, 1.239), List.of("1|1.25")),
        new Column("float unsigned", DOUBLE, List.of(0.5, 0.123456789, -1.0), List.of("1|0.5")),
        new Column(
            "decimal(5,2) unsigned", TEXT, List.of("1.25", "1.255", "-1"), List.of("1|1.25")),
        new Column("year", INT, List.of(2000, 1, 3000), List.of("1|2000")),
        new Column("year", TEXT, List.of("2000", "20e2", "70"), List.of("1|2000")),
        // The bits would be those of the digits that a number is written with.
        new Column("bit(8)", INT, List.of(1, 255), List.of()));
  }

  private static List<Column> texts() {
    return List.of(
        new Column("enum('ok')", TEXT, List.of("ok", "bad", ""), List.of("1|ok")),
        // A member's number, or another spelling of it, would be taken for the member.
        new Column(
            "enum('ok','it''s','b\\\\c')",
            TEXT,
            List.of("it's", "b\\c", "1", "OK", "ok "),
            List.of("1|it's", "2|b\\c")),
        new Column("set('a','b')", TEXT, List.of("a,b", "bad"), List.of("1|a,b")),
        new Column("set('a','b')", TEXT, List.of("b", "", "3", "a,a", "A"), List.of("1|b", "2|")),
        new Column("char(5)", TEXT, List.of("a", "b ", "sixsix"), List.of("1|a")),
        new Column(
            "binary(2)",
            Schema.OPTIONAL_BYTES_SCHEMA,
            List.of(new byte[] {'a', 'b'}, new byte[] {'a'}, new byte[] {'a', 'b', 'c'}),
            List.of("1|ab")),
        new Column("varchar(9) character set latin1", TEXT, List.of("é", "中"), List.of("1|é")),
        new Column("varchar(9) character set utf8mb3", TEXT, List.of("中", "😀"), List.of("1|中")),
        new Column("point", TEXT, List.of("POINT(1 2)"), List.of()));
  }

  @Override
  protected List<Made> tables() {
    String columns = " (id bigint primary key, name varchar(9))";
    List<String> all = List.of("1|aa", "3|c");
    return List.of(
        new Made(
            List.of("create table $t (id bigint auto_increment primary key, name text)"), all, 0),
        new Made(
            List.of(
                "create table $t (u varchar(9) as (upper(name)) stored, id bigint primary key, name"
                    + " varchar(9))"),
            all,
            0),
        new Made(
            List.of(
                "create table $t"
                    + columns
                    + " partition by range (id) (partition a values less"
                    + " than (3))"),
            List.of("1|aa"),
            1),
        new Made(
            List.of("create table $t_1" + columns, "create view $t as select * from $t_1"), all, 0),
        new Made(
            List.of(
                "create table $t" + columns,
                "create trigger no_c before insert on $t for each row begin if new.name = 'c'"
                    + " then signal sqlstate '45000'; end if; end"),
            List.of("1|aa"),
            1),
        new Made(
            List.of(
                "create table $t"
                    + columns
                    + (MariaDbUnderTest.isMySql() ? "" : " with system versioning")),
            all,
            0));
  }

  @Test
  void an_instant_beyond_what_a_timestamp_can_hold_is_refused_alone() throws Exception {
    target.execute("create table t (id bigint primary key, v timestamp null)");
    Schema instant =
        SchemaBuilder.string().optional().name("io.debezium.time.ZonedTimestamp").build();
    Schema row =
        SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", instant).build();
    List<String> values =
        List.of(
            "1970-01-01T00:00:00Z",
            "1970-01-01T00:00:01Z",
            "2038-01-19T03:14:07Z",
            "2024-02-29T12:00:00+02:00",
            "2024-02-29T12:00:00.5Z",
            "2107-01-01T00:00:00Z");
    for (int id = 0; id < values.size(); id++) {
      records.flat("t", new Struct(row).put("id", (long) id).put("v", values.get(id)));
    }
    records.committed();
    assertThat(target.rows("select id, unix_timestamp(v) from t order by id"))
        .containsExactly("1|1", "2|2147483647", "3|1709200800");
    assertThat(sink.reported()).hasSize(3);
  }

  @Test
  void a_table_that_has_no_transactions_is_refused_by_name() throws Exception {
    target.execute("create table orders (id bigint primary key, name varchar(9)) engine=myisam");
    records.change("r", 1, "a");
    assertThatThrownBy(records::committed)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("table orders")
        .hasMessageContaining("MyISAM")
        .hasMessageContaining("InnoDB");
    assertThat(target.rows("select * from orders")).isEmpty();
  }
}
