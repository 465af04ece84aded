package io.sluice.state.lease;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.Storage;

/**
 * A storage in which only the holder of a pipeline can write: each write asks in its own
 * transaction whether it still is. A process that was stopped for so long that somebody else took
 * over writes nothing when it comes back.
 */
public final class FencedStorage implements Storage {
  private final Storage storage;
  private final PipelineLock lock;

  /**
   * @param storage stays the caller's to close
   */
  public FencedStorage(Storage storage, PipelineLock lock) {
    this.storage = storage;
    this.lock = lock;
  }

  @Override
  public Dialect dialect() {
    return storage.dialect();
  }

  @Override
  public void install(Schema schema) {
    storage.install(schema);
  }

  @Override
  public <T> T write(Durability durability, SqlWork<T> work) {
    return storage.write(
        durability,
        connection -> {
          lock.check(connection);
          return work.on(connection);
        });
  }

  @Override
  public <T> T read(SqlWork<T> work) {
    return storage.read(work);
  }

  @Override
  public void probe() {
    storage.probe();
  }

  /** Closes nothing. */
  @Override
  public void close() {}
}
