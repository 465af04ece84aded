package io.sluice.server.lead;

import io.sluice.state.StateDatabase;
import io.sluice.state.lease.PipelineLock;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;

/**
 * A state that a server writes only while it leads: what it saw of pipelines that another one has
 * taken over would stand beside what that one saw.
 */
public final class LedStorage implements Storage {
  private final StateDatabase state;
  private final Leadership leadership;

  /**
   * @param state stays the caller's to close
   */
  public LedStorage(StateDatabase state, Leadership leadership) {
    this.state = state;
    this.leadership = leadership;
  }

  @Override
  public Dialect dialect() {
    return state.dialect();
  }

  @Override
  public void install(Schema schema) {
    state.install(schema);
  }

  @Override
  public <T> T write(Durability durability, SqlWork<T> work) {
    PipelineLock ours =
        leadership
            .ours()
            .orElseThrow(
                () ->
                    new StateException(
                        StateException.Kind.LOCKED,
                        "nothing is written by a server that stands by"));
    return state.write(
        durability,
        connection -> {
          ours.check(connection);
          return work.on(connection);
        });
  }

  @Override
  public <T> T read(SqlWork<T> work) {
    return state.read(work);
  }

  @Override
  public void probe() {
    state.probe();
  }

  /** Closes nothing. */
  @Override
  public void close() {}
}
