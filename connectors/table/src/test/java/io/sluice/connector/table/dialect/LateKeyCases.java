package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.SinkRun;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is stored of a key that comes last, and who builds it, and when it is there for good. */
@NotOnWorker("asks what there is in the midst of a load, before the sink has been idle for a while")
public abstract class LateKeyCases extends FirstLoadCases {
  /** A statement by which somebody gives a table the key in the midst of its first load. */
  protected abstract String ownKey();

  @Override
  protected final boolean keyComesLast() {
    return true;
  }

  /** The key of each pipeline, and whether it is pending. */
  protected final List<String> keysStored() throws SQLException {
    return target.rows("select name, key_columns from _sluice_offsets_schemas order by name");
  }

  /** Has another pipeline do something beside this one. */
  protected final void another(String name, Work work) throws Exception {
    Map<String, String> config = new HashMap<>(target.config());
    config.put("name", name);
    SinkRun first = sink;
    try (SinkRun second = RunBy.chosen().sink(config, true).start()) {
      sink = second;
      records = new Records(second);
      work.make();
    } finally {
      sink = first;
      records = new Records(first);
    }
  }

  /** What another pipeline does. */
  protected interface Work {
    void make() throws Exception;
  }

  @Test
  void that_the_key_is_pending_is_stored_until_it_is_built() throws Exception {
    midLoad();
    assertThat(keysStored()).containsExactly("harness|\"id\" pending");
    readLast(3, "c");
    committed();
    assertThat(keysStored()).containsExactly("harness|\"id\"");
  }

  @Test
  void a_key_that_is_built_stays_whatever_becomes_of_the_change_that_needed_it() throws Exception {
    midLoad();
    change(UUIDS, "u", uuid(1), "x", "false");
    delivered();
    sink.crash();
    assertTable("a", "b");
    assertThat(keysStored()).containsExactly("harness|\"id\"");
    sink.start();
    committed();
    assertTable("b", "x");
  }

  @Test
  void a_crash_behind_a_commit_of_rows_that_a_change_waits_for_costs_nothing() throws Exception {
    midLoad();
    read(3, "c");
    change(UUIDS, "u", uuid(1), "x", "false");
    change(UUIDS, "d", uuid(3), "c", "false");
    delivered(); // The change waits until the row before it is committed.
    assertThat(sink.commitRequested()).isTrue();
    sink.crash().start();
    committed();
    assertTable("b", "x");
  }

  @Test
  void another_pipeline_that_builds_the_key_in_mid_load_costs_no_row() throws Exception {
    midLoad();
    another(
        "second",
        () -> {
          change(UUIDS, "u", uuid(1), "x", "false");
          committed();
        });
    assertTable("b", "x");
    read(2, "y");
    read(3, "c");
    committed();
    assertTable("c", "x", "y");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_key_that_somebody_made_in_mid_load_is_taken_for_it() throws Exception {
    midLoad();
    target.execute(ownKey());
    read(2, "y");
    readLast(3, "c");
    committed();
    assertTable("a", "c", "y");
    assertThat(keysStored()).containsExactly("harness|\"id\"");
  }

  @Test
  void a_table_that_is_dropped_in_mid_load_is_not_waited_for() throws Exception {
    start(Map.of("auto.recreate", "true"));
    midLoad();
    sink.crash();
    target.execute("drop table orders");
    sink.start();
    sink.deliverNothing();
    read(3, "c");
    readLast(4, "d");
    committed();
    assertTable("c", "d");
  }
}
