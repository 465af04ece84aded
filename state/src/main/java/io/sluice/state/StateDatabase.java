package io.sluice.state;

import io.sluice.state.checkpoint.Checkpoints;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.file.Durability;
import io.sluice.state.file.Migrations;
import io.sluice.state.file.PipelineLock;
import io.sluice.state.file.Schema;
import io.sluice.state.file.SqlWork;
import io.sluice.state.file.SqliteFile;
import io.sluice.state.file.StateException;
import io.sluice.state.file.StateException.Kind;
import io.sluice.state.history.Audit;
import io.sluice.state.history.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.OptionalLong;

/**
 * The embedded database of a project: SQLite in WAL mode, the file {@code state.db} in the state
 * folder. Any number of processes may have it open; one at a time writes, which takes milliseconds.
 * May be used from any thread. Every write is one transaction, all or nothing.
 *
 * <p>What is written must be free of secrets: nothing is redacted here (Invariant 9).
 */
public final class StateDatabase implements AutoCloseable {
  private final Path folder;
  private final SqliteFile sqlite;
  private final Migrations migrations;
  private final Audit audit;
  private final Checkpoints checkpoints;
  private final DeadLetters deadLetters;
  private final Runs runs;

  private StateDatabase(Path folder, Path file, Clock clock) {
    this.folder = folder;
    this.sqlite = new SqliteFile(file);
    this.migrations = new Migrations(sqlite, file);
    this.audit = new Audit(sqlite, clock);
    this.checkpoints = new Checkpoints(sqlite, clock);
    this.deadLetters = new DeadLetters(sqlite, clock);
    this.runs = new Runs(sqlite, clock);
  }

  /**
   * Opens the database, makes folder and tables if they are missing, and brings tables of older
   * versions up to date.
   *
   * @param folder usually {@code .sluice} beside the pipeline files
   * @throws StateException if that is impossible; says which file and what to do
   */
  public static StateDatabase open(Path folder, Clock clock) {
    Path absolute = folder.toAbsolutePath().normalize();
    makeFolder(absolute);
    StateDatabase database = new StateDatabase(absolute, absolute.resolve("state.db"), clock);
    try {
      database.migrations.own();
      return database;
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  /** Whether a project keeps its state in this folder already. */
  public static boolean existsIn(Path folder) {
    return Files.isRegularFile(folder.resolve("state.db"));
  }

  public Checkpoints checkpoints() {
    return checkpoints;
  }

  public DeadLetters deadLetters() {
    return deadLetters;
  }

  public Runs runs() {
    return runs;
  }

  public Audit audit() {
    return audit;
  }

  /**
   * Takes the pipeline for this run.
   *
   * @throws StateException of kind LOCKED, with the pid, if somebody else has it
   */
  public PipelineLock lock(String pipeline) {
    return PipelineLock.take(folder.resolve("locks"), pipeline);
  }

  /** The process that has the pipeline now; empty if none does. */
  public OptionalLong holderOf(String pipeline) {
    return PipelineLock.holder(folder.resolve("locks"), pipeline);
  }

  /** Makes, or brings up to date, the tables of a module that keeps its own here. */
  public void install(Schema schema) {
    migrations.of(schema);
  }

  /** Runs the work in one writing transaction. */
  public <T> T write(Durability durability, SqlWork<T> work) {
    return sqlite.write(durability, work);
  }

  /** Runs the work on one consistent view of the database; never waits for a writer. */
  public <T> T read(SqlWork<T> work) {
    return sqlite.read(work);
  }

  @Override
  public void close() {
    sqlite.close();
  }

  private static void makeFolder(Path folder) {
    try {
      if (Files.isDirectory(folder)) {
        return;
      }
      Path parent = folder.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      // Dead letters are rows of somebody's tables: nobody else's eyes, and not into a repository.
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(folder);
      }
      Files.writeString(folder.resolve(".gitignore"), "*\n");
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
