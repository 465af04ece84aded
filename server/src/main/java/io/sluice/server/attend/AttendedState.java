package io.sluice.server.attend;

import static java.util.Objects.requireNonNull;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state as requests use it: while its database does not answer they are told so at once, since
 * when, and do not wait for it one by one. Whoever asks now and then finds out when it is back.
 * Thread-safe.
 */
public final class AttendedState implements Storage {
  private static final Logger log = LoggerFactory.getLogger(AttendedState.class);

  /** So long a request waits for an answer; the state's own patience is meant for pipelines. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Storage state;
  private final Clock clock;
  private final AtomicReference<StateAwayException> away = new AtomicReference<>();

  /**
   * @param state stays the caller's to close
   */
  public AttendedState(Storage state, Clock clock) {
    this.state = requireNonNull(state);
    this.clock = requireNonNull(clock);
  }

  /** Since when it does not answer; empty while it does. Cheap. */
  public Optional<Instant> awaySince() {
    return Optional.ofNullable(away.get()).map(StateAwayException::since);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Asked also while it is away: whoever does so now and then finds out for all when it is back.
   */
  @Override
  public void probe() {
    try {
      state.probe();
    } catch (StateException failed) {
      throw told(failed);
    }
    if (away.getAndSet(null) != null) {
      log.info("The database of the state answers again");
    }
  }

  @Override
  public Dialect dialect() {
    return state.dialect();
  }

  @Override
  public void install(Schema schema) {
    state.install(schema);
  }

  /**
   * @throws StateAwayException while it does not answer
   */
  @Override
  public <T> T write(Durability durability, SqlWork<T> work) {
    requireThere();
    try {
      return state.write(durability, work);
    } catch (StateException failed) {
      throw told(failed);
    }
  }

  /**
   * @throws StateAwayException while it does not answer
   */
  @Override
  public <T> T read(SqlWork<T> work) {
    requireThere();
    try {
      return patient(work);
    } catch (StateException failed) {
      throw told(failed);
    }
  }

  private <T> T patient(SqlWork<T> work) {
    if (state.dialect() != Dialect.POSTGRESQL) {
      return state.read(work);
    }
    return state.read(
        connection -> {
          connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
          return work.on(connection); // The pool takes the bound back.
        });
  }

  private void requireThere() {
    StateAwayException known = away.get();
    if (known != null) {
      throw new StateAwayException(known.since(), known);
    }
  }

  /** One that others keep busy is there: whoever asks again may well be answered. */
  private StateException told(StateException failed) {
    return failed.kind() == StateException.Kind.UNREACHABLE ? gone(failed) : failed;
  }

  private StateAwayException gone(StateException failed) {
    StateAwayException found = new StateAwayException(clock.instant(), failed);
    if (away.compareAndSet(null, found)) {
      log.warn(
          "The database of the state does not answer; who asks is told so until it does", failed);
    }
    StateAwayException first = away.get();
    return first == null ? found : new StateAwayException(first.since(), failed);
  }

  /** Closes nothing. */
  @Override
  public void close() {}
}
