package io.sluice.connector.table.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.connector.table.target.Fault;
import io.sluice.testkit.SinkTaskHarness;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** What holds in a database of which nothing is known. */
class H2TargetTest extends SinkCase {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new H2UnderTest(emptyFolder);
  }

  @Test
  void one_task_is_planned_as_nothing_keeps_two_from_changing_one_table() {
    TableSinkConnector connector = new TableSinkConnector();
    connector.start(target.config());
    assertThat(connector.taskConfigs(4)).hasSize(1);
  }

  @Test
  void the_database_itself_keeps_two_writers_from_storing_the_same_offsets() {
    records.change("c", 1, "a").committed();
    assertThatThrownBy(
            () -> target.execute("insert into _sluice_offsets select * from _sluice_offsets"))
        .isInstanceOf(SQLException.class)
        .extracting(e -> JdbcTrouble.of((SQLException) e))
        .isEqualTo(Fault.ROW);
  }

  @Test
  void a_commit_is_asked_for_while_a_bad_row_can_still_be_left_out_of_wide_ones() throws Exception {
    target.execute(
        "create table orders (id bigint primary key, name varchar(9000) check (name <> 'bad'))");
    start(Map.of("batch.max.bytes", "65536"));
    records.change("r", 1, "a").committed();
    long id = 1;
    while (!sink.commitRequested()) {
      records.change("c", ++id, "x".repeat(1_000)).delivered();
    }
    records.change("c", id + 1, "bad").change("c", id + 2, "b").committed();
    assertThat(target.rows("select count(*) from orders")).containsExactly(id + 1 + "");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void a_user_who_may_not_make_tables_is_told_so_and_not_that_the_connection_was_lost()
      throws Exception {
    target.execute("create user guest password 'guest'");
    Map<String, String> config =
        Map.of("url", target.config().get("url"), "user", "guest", "password", "guest");
    sink.close();
    target.execute("drop table _sluice_offsets", "drop table _sluice_offsets_schemas");
    try (SinkTaskHarness refused = new SinkTaskHarness(TableSinkConnector::new, config)) {
      assertThatThrownBy(refused::start)
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("may not do this")
          .hasMessageNotContaining("connection");
    }
  }
}
