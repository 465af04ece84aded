package io.sluice.connector.table.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.OwnTableCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQLite's own kinds of columns and tables. */
class SqliteOwnTablesTest extends OwnTableCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }

  @Override
  protected List<Column> columns() {
    return List.of(
        new Column("numeric", TEXT, List.of("x", "01", "+1", "7"), List.of("1|x", "4|7")),
        new Column("", TEXT, List.of("x", "01"), List.of("1|x", "2|01")),
        new Column(
            "real",
            LONG,
            List.of(1L, 9_007_199_254_740_993L),
            List.of("1|1.0", "2|9007199254740993")));
  }

  @Override
  protected List<Made> tables() {
    List<String> all = List.of("1|aa", "3|c");
    return List.of(
        new Made(List.of("create table $t (id integer primary key, name text) strict"), all, 0),
        new Made(
            List.of("create table $t (id int primary key, name text) strict, without rowid"),
            all,
            0),
        new Made(
            List.of(
                "create table $t (u text generated always as (upper(name)) stored, id integer"
                    + " primary key, name text)"),
            all,
            0),
        new Made(
            List.of("create table $t (id integer primary key on conflict ignore, name text)"),
            all,
            0),
        new Made(
            List.of(
                "create table $t (id integer primary key, name text)",
                "create trigger no_c before insert on $t when new.name = 'c' begin select"
                    + " raise(abort, 'no'); end"),
            List.of("1|aa"),
            1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"replace", "ignore"})
  void no_row_takes_another_ones_place_or_is_left_out_whatever_a_constraint_says(String clause)
      throws Exception {
    target.execute(
        "create table orders (id integer primary key, name text unique on conflict "
            + clause
            + ")");
    records.change("r", 1, "a").change("r", 2, "a").change("r", 3, "c").committed();
    records.change("u", 3, "a").committed();
    assertThat(target.rows("select id, name from orders")).containsExactly("1|a", "3|c");
    assertThat(sink.reported()).hasSize(2);
  }

  /** It keeps references only where a connection asks for it, which the sink's does not. */
  @Override
  @Test
  protected void a_child_whose_parent_does_not_come_is_reported_alone() throws Exception {
    target.execute(
        "create table orders (id integer primary key, name text references orders (id))");
    records.change("r", 1, "a").committed();
    assertThat(sink.reported()).isEmpty();
  }

  /** The same. */
  @Override
  @Test
  protected void a_row_that_refers_to_nothing_is_reported_alone() throws Exception {
    target.execute(
        "create table orders (id integer primary key, name text references customers (id))");
    records.change("r", 1, "a").committed();
    assertThat(target.rows("select id from orders")).containsExactly("1");
  }
}
