package io.sluice.project.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every database that users may query. Table {@code t(i, s)} has three rows. */
abstract class ReadOnlyTargetContract {

  abstract ReadOnlyTarget target();

  /** What a connection of one's own sees, beside the target's. */
  abstract long rowsOfT() throws SQLException;

  @Test
  void a_query_gives_its_columns_and_rows() throws SQLException {
    QueryResult result = target().query("select i, s from t order by i", 10);
    assertThat(result.columns()).containsExactly("i", "s");
    assertThat(result.rows()).hasSize(3);
    assertThat(result.rows().get(0)).containsExactly(1, "one");
    assertThat(result.truncated()).isFalse();
  }

  @Test
  void no_more_rows_than_asked_for_are_given_and_it_says_so() throws SQLException {
    QueryResult result = target().query("select i from t order by i desc", 2);
    assertThat(result.rows()).hasSize(2);
    assertThat(result.rows().get(0)).containsExactly(3);
    assertThat(result.truncated()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1;",
        "select ';' as s",
        "select 1 -- the end",
        "select /* ; */ 1",
        "with x as (select 1 as a) select a from x",
        "values (1), (2)",
        "table t",
        "(select 1) union all (select 2) order by 1",
      })
  void what_is_one_query_runs(String sql) throws SQLException {
    assertThat(target().query(sql, 10).rows()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ;  ",
        "drop table t",
        "delete from t",
        "insert into t values (4, 'four')",
        "update t set s = 'x'",
        "truncate t",
        "create table u (i int)",
        "create temp table u (i int)",
        "commit",
        "commit; drop table t",
        "select 1; drop table t",
        "select 1; commit; drop table t; select 1",
        "select 1) as q; drop table t; select * from (select 1",
        "select 1) as q limit 1; delete from t --",
        "rollback; begin; delete from t; commit",
        "set threads = 1",
        "set session characteristics as transaction read write",
        "reset all",
        "copy t to '/tmp/sluice-must-not-exist.csv'",
        "copy (select 1) to '/tmp/sluice-must-not-exist.csv'",
        "attach '/tmp/sluice-must-not-exist.duckdb' as other",
        "pragma memory_limit = '1GB'",
        "call force_checkpoint()",
        "export database '/tmp/sluice-must-not-exist'",
        "install httpfs",
        "load httpfs",
        "vacuum",
        "checkpoint",
        "explain analyze delete from t",
        "prepare p as delete from t",
        "execute p",
        "with x as (delete from t returning *) select * from x",
        "with x as (insert into t values (9, 'x') returning *) select * from x",
        "select nextval('numbers')",
        "select * into u from t",
        "do $$ begin delete from t; end $$",
        "declare c cursor for select 1",
        "lock table t",
      })
  void whatever_is_not_one_reading_query_is_refused_and_changes_nothing(String sql)
      throws SQLException {
    assertThatThrownBy(() -> target().query(sql, 10))
        .isInstanceOfAny(NotAQueryException.class, SQLException.class);
    assertThat(rowsOfT()).isEqualTo(3);
    assertThat(java.nio.file.Path.of("/tmp/sluice-must-not-exist.csv")).doesNotExist();
    assertThat(java.nio.file.Path.of("/tmp/sluice-must-not-exist")).doesNotExist();
    assertThat(java.nio.file.Path.of("/tmp/sluice-must-not-exist.duckdb")).doesNotExist();
  }

  @Test
  void a_refused_query_leaves_the_target_usable() throws SQLException {
    assertThatThrownBy(() -> target().query("select no_such_column from t", 10))
        .isInstanceOf(SQLException.class);
    assertThat(target().query("select 1 as one", 10).rows()).hasSize(1);
  }
}
