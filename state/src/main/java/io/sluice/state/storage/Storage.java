package io.sluice.state.storage;

/**
 * A database that components keep tables in: a file of one node, or a server that several share.
 * May be used from any thread.
 *
 * <p>What is written must be free of secrets: nothing is redacted here (Invariant 9).
 */
public interface Storage extends AutoCloseable {
  /** Whose SQL it speaks, for the few statements that both do not share. */
  enum Dialect {
    SQLITE,
    POSTGRESQL
  }

  Dialect dialect();

  /**
   * Makes, or brings up to date, the tables of a component; one process at a time does.
   *
   * @param schema scripts in this database's dialect
   * @throws StateException of kind NEWER if a newer version has been here
   */
  void install(Schema schema);

  /**
   * Runs the work in one writing transaction, all or nothing. On SQLite the only one at that
   * moment; on PostgreSQL others may write beside it (read committed), unless the work takes a lock
   * first.
   *
   * @throws StateException if the database fails; {@link StateException#isTransient()} says whether
   *     the same may succeed later
   */
  <T> T write(Durability durability, SqlWork<T> work);

  /** Runs the work on one consistent view of the database; never waits for a writer. */
  <T> T read(SqlWork<T> work);

  /**
   * Looks whether what is written here is found again: whether tables can be read, and whether a
   * file that is open is still the one at its place. Cheap enough to be done every few seconds.
   *
   * @throws StateException if not; of kind CORRUPT if somebody has deleted or replaced the file
   */
  void probe();

  @Override
  void close();
}
