package io.sluice.connector.table.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** What DuckDB refuses late: its appender writes rows after they were taken. */
class DuckDbTroubleTest extends SinkCase {
  private static final Schema ID_ONLY =
      SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }

  private void guarded() throws SQLException {
    target.execute(
        "create table orders (id bigint primary key, name varchar(9) check (name <> 'x'))");
  }

  private void other(int rows) {
    for (long id = 0; id < rows; id++) {
      records.flat("shop.public.other", new Struct(ID_ONLY).put("id", id));
    }
    records.delivered();
  }

  @Test
  void a_row_is_refused_alone_behind_many_rows_of_a_table_without_constraints() throws Exception {
    guarded();
    start(Map.of());
    other(20_050);
    records.change("c", 1, "x").change("c", 2, "y").delivered();
    sink.commit();
    assertThat(sink.reported()).hasSize(1);
    assertThat(target.rows("select count(*) from other")).containsExactly("20050");
    assertThat(target.rows("select id from orders")).containsExactly("2");
  }

  @Test
  void a_commit_is_asked_for_before_a_refusal_could_not_be_undone_alone() throws Exception {
    guarded();
    start(Map.of());
    other(120_010);
    await()
        .until(
            () -> {
              other(1); // Asked at the end of a put.
              return sink.commitRequested();
            });
  }

  @Test
  void what_is_kept_to_repeat_a_transaction_is_bounded_in_bytes() throws Exception {
    guarded();
    start(Map.of("batch.max.bytes", "1024"));
    other(100);
    records.change("c", 1, "x").delivered();
    assertThatThrownBy(() -> sink.commit())
        .isInstanceOf(ConnectException.class)
        .cause()
        .hasMessageContaining("batch.max.bytes");
  }
}
