package io.sluice.state.file;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import io.sluice.state.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The embedded database of a project: SQLite in WAL mode, the file {@code state.db} in the state
 * folder. Any number of processes may have it open; one at a time writes, which takes milliseconds.
 */
public final class SqliteStorage implements Storage {
  private final SqliteFile sqlite;
  private final Migrations migrations;

  private SqliteStorage(Path file) {
    this.sqlite = new SqliteFile(file);
    this.migrations = new Migrations(sqlite, file);
  }

  /**
   * Opens the database, makes folder and tables if they are missing, and brings tables of older
   * versions up to date.
   *
   * @param folder absolute
   * @throws StateException if that is impossible; says which file and what to do
   */
  public static SqliteStorage open(Path folder) {
    makeFolder(folder);
    SqliteStorage storage = new SqliteStorage(fileIn(folder));
    try {
      storage.migrations.own();
      return storage;
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  /** Where the database of a state folder is. */
  public static Path fileIn(Path folder) {
    return folder.resolve("state.db");
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public void install(Schema schema) {
    migrations.of(schema);
  }

  @Override
  public <T> T write(Durability durability, SqlWork<T> work) {
    return sqlite.write(durability, work);
  }

  @Override
  public <T> T read(SqlWork<T> work) {
    return sqlite.read(work);
  }

  @Override
  public void probe() {
    sqlite.probe();
  }

  @Override
  public void close() {
    sqlite.close();
  }

  private static void makeFolder(Path folder) {
    try {
      StateFolder.make(folder);
    } catch (IOException e) {
      throw new StateException(
          Kind.READ_ONLY,
          folder
              + ": the state folder cannot be made; make its parent writable for the user that runs"
              + " this process, or choose another state folder",
          e);
    }
  }
}
