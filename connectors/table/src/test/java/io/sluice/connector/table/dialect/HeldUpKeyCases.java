package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

/** A key whose build takes longer than a call lasts, here because a reader has the table open. */
@NotOnWorker("asks what there is in the midst of a load, before the sink has been idle for a while")
public abstract class HeldUpKeyCases extends LateKeyCases {
  /**
   * Has the server break off the build that is under way.
   *
   * @return its code for that
   */
  protected abstract String breakOffBuild() throws SQLException;

  /** Until this one's transaction ends the table does not get its key. */
  private Connection reader() throws SQLException {
    Connection reader = target.connect();
    reader.setAutoCommit(false);
    try (Statement statement = reader.createStatement()) {
      statement.execute("select * from orders");
    }
    return reader;
  }

  @Test
  void rows_are_durable_while_the_key_is_built_and_no_call_is_to_be_made_again() throws Exception {
    midLoad();
    readLast(3, "c");
    records.delivered();
    try (Connection reader = reader()) {
      sink.commit();
      assertThat(sink.committed(PARTITION)).isEqualTo(3);
      assertThat(keysStored()).containsExactly("harness|\"id\" pending");
      read(1, "x");
      records.committed(); // No row may come now.
      sink.deliverNothing();
      assertThat(sink.position(PARTITION)).isEqualTo(3);
      assertThat(sink.committed(PARTITION)).isEqualTo(3);
      reader.rollback();
    }
    records.committed();
    assertThat(sink.committed(PARTITION)).isEqualTo(4);
    assertTable("b", "c", "x");
  }

  @Test
  void a_change_that_needs_the_key_waits_for_it_and_what_comes_behind_it_waits_as_well()
      throws Exception {
    midLoad();
    try (Connection reader = reader()) {
      read(3, "c");
      change(UUIDS, "u", uuid(1), "x", "false");
      read(4, "d");
      change(UUIDS, "d", uuid(2), "b", "false");
      records.committed();
      assertThat(sink.committed(PARTITION)).isEqualTo(3);
      sink.commit();
      assertThat(sink.committed(PARTITION)).isEqualTo(3);
      reader.rollback();
    }
    sink.commit();
    assertThat(sink.committed(PARTITION)).isEqualTo(6);
    assertTable("c", "d", "x");
  }

  @Test
  void a_crash_while_a_change_waits_for_the_key_costs_nothing() throws Exception {
    midLoad();
    try (Connection reader = reader()) {
      read(3, "c");
      change(UUIDS, "u", uuid(1), "x", "false");
      records.committed();
      reader.rollback();
    }
    sink.crash().start();
    records.committed();
    assertTable("b", "c", "x");
  }

  @Test
  void a_build_that_the_server_breaks_off_is_made_again() throws Exception {
    midLoad();
    readLast(3, "c");
    records.delivered();
    try (Connection reader = reader()) {
      sink.commit();
      String code = breakOffBuild();
      assertThatThrownBy(sink::deliverNothing)
          .isInstanceOf(RetriableException.class)
          .hasMessageContaining(code);
      reader.rollback();
    }
    records.committed();
    assertTable("a", "b", "c");
  }
}
