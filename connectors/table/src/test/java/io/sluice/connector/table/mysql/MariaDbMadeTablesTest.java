package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.dialect.OwnTableCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

/** MariaDB's own kinds of columns and tables. */
class MariaDbMadeTablesTest extends OwnTableCases {
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
    return List.of(
        new Column(
            "smallint unsigned",
            INT,
            Arrays.asList(1, 65_535, 65_536, -1, null),
            List.of("1|1", "2|65535", "5|null")),
        new Column("mediumint", INT, List.of(1, 8_388_608), List.of("1|1")),
        new Column("bigint unsigned", LONG, List.of(1L, -1L), List.of("1|1")),
        new Column("enum('ok')", TEXT, List.of("ok", "bad", ""), List.of("1|ok")),
        new Column("set('a','b')", TEXT, List.of("a,b", "bad"), List.of("1|a,b")),
        new Column("varchar(9) character set latin1", TEXT, List.of("é", "中"), List.of("1|é")),
        new Column("year", INT, List.of(2000, 1, 3000), List.of("1|2000")),
        // The bits would be those of the digits that a number is written with.
        new Column("bit(8)", INT, List.of(1, 255), List.of()));
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
        new Made(List.of("create table $t" + columns + " with system versioning"), all, 0));
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
