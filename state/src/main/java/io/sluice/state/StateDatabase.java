package io.sluice.state;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.OptionalLong;

/**
 * The embedded database of a project: SQLite in WAL mode, the file {@code state.db} in the state
 * folder. Any number of processes may have it open; one at a time writes. May be used from any
 * thread. Everything it stores is one transaction at a time, either all or nothing.
 */
public final class StateDatabase implements AutoCloseable {
  private StateDatabase() {}

  /** Work on a connection, inside one transaction. Must not commit, roll back or close. */
  public interface SqlWork<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Opens the database, makes folder and tables if they are missing, and brings tables of older
   * versions up to date.
   *
   * @throws StateException if that is impossible; says which file and what to do
   */
  public static StateDatabase open(Path folder, Clock clock) {
    throw new UnsupportedOperationException();
  }

  public Checkpoints checkpoints() {
    throw new UnsupportedOperationException();
  }

  public DeadLetters deadLetters() {
    throw new UnsupportedOperationException();
  }

  public Runs runs() {
    throw new UnsupportedOperationException();
  }

  public Audit audit() {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes the pipeline for this run.
   *
   * @throws StateException of kind LOCKED, with the pid, if somebody else has it
   */
  public PipelineLock lock(String pipeline) {
    throw new UnsupportedOperationException();
  }

  /** The process that has the pipeline now; empty if none does. */
  public OptionalLong holderOf(String pipeline) {
    throw new UnsupportedOperationException();
  }

  /** Makes, or brings up to date, the tables of a module that keeps its own here. */
  public void install(Schema schema) {
    throw new UnsupportedOperationException();
  }

  /** Runs the work in one writing transaction. */
  public <T> T write(Durability durability, SqlWork<T> work) {
    throw new UnsupportedOperationException();
  }

  /** Runs the work on one consistent view of the database; never waits for a writer. */
  public <T> T read(SqlWork<T> work) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
