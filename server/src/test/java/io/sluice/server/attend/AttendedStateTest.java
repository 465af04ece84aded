package io.sluice.server.attend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.server.access.store.AccessTables;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.postgres.PostgresStorage;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.HandClock;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.TcpProxy;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A PostgreSQL that leaves and comes back, behind a proxy. */
@Timeout(120)
class AttendedStateTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final HandClock clock = new HandClock(START);
  private final AtomicInteger asked = new AtomicInteger();
  private PostgresDatabase database;
  private TcpProxy proxy;
  private Storage storage;
  private AttendedState state;

  @BeforeEach
  void open() {
    database = PostgresServer.shared().newDatabase();
    proxy = TcpProxy.to(database.server().port());
    storage = PostgresStorage.open(new PostgresAddress(database.jdbcUrl(proxy.port()), null, null));
    storage.install(AccessTables.in(storage.dialect()));
    state = new AttendedState(storage, clock);
  }

  @AfterEach
  void close() {
    proxy.heal();
    storage.close();
    proxy.close();
    database.close();
  }

  private int one() {
    return state.read(
        connection -> {
          asked.incrementAndGet();
          try (Statement statement = connection.createStatement();
              ResultSet one = statement.executeQuery("select 1")) {
            one.next();
            return one.getInt(1);
          }
        });
  }

  private void isToldAtOnce() {
    int before = asked.get();
    clock.advance(Duration.ofMinutes(3));
    assertThatThrownBy(this::one)
        .isInstanceOf(StateAwayException.class)
        .hasMessageContaining("does not answer since " + START)
        .hasMessageNotContaining(database.name());
    assertThatThrownBy(() -> state.write(Durability.NOW, connection -> asked.incrementAndGet()))
        .isInstanceOf(StateAwayException.class);
    assertThat(asked).as("nobody has asked the database").hasValue(before);
    assertThat(state.awaySince()).contains(START);
  }

  private void isBackForWhoeverAsks() {
    proxy.heal();
    assertThatThrownBy(this::one).isInstanceOf(StateAwayException.class);
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(StateException.class)
        .until(
            () -> {
              state.probe();
              return true;
            });
    assertThat(state.awaySince()).isEmpty();
    assertThat(one()).isEqualTo(1);
  }

  @Test
  void who_asks_while_it_refuses_is_told_since_when_and_nobody_waits_for_it_again() {
    assertThat(one()).isEqualTo(1);
    assertThat(state.awaySince()).isEmpty();

    proxy.refuse();

    assertThatThrownBy(this::one).isInstanceOf(StateAwayException.class);
    isToldAtOnce();
    isBackForWhoeverAsks();
  }

  @Test
  void the_same_while_it_is_silent() {
    assertThat(one()).isEqualTo(1);

    proxy.stall();

    assertThatThrownBy(this::one).isInstanceOf(StateAwayException.class);
    isToldAtOnce();
    isBackForWhoeverAsks();
  }

  @Test
  void who_only_looks_now_and_then_finds_it_out_for_all() {
    proxy.refuse();

    assertThatThrownBy(state::probe).isInstanceOf(StateException.class);

    isToldAtOnce();
  }

  @Test
  void what_is_wrong_with_a_question_is_no_silence() {
    assertThatThrownBy(
            () ->
                state.read(
                    connection -> {
                      try (Statement statement = connection.createStatement()) {
                        return statement.execute("select nothing from nowhere");
                      }
                    }))
        .isInstanceOf(StateException.class);

    assertThat(state.awaySince()).isEmpty();
    assertThat(one()).isEqualTo(1);
  }
}
