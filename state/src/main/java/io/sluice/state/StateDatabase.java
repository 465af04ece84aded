package io.sluice.state;

import io.sluice.state.checkpoint.Checkpoints;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.deadletter.LetterCopies;
import io.sluice.state.deadletter.LetterSurvey;
import io.sluice.state.file.FileLocks;
import io.sluice.state.file.SqliteStorage;
import io.sluice.state.history.Audit;
import io.sluice.state.history.Runs;
import io.sluice.state.lease.Claims;
import io.sluice.state.lease.FencedStorage;
import io.sluice.state.lease.Holder;
import io.sluice.state.lease.LeaseLocks;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.lease.PipelineLock;
import io.sluice.state.lease.PipelineLocks;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.postgres.PostgresStorage;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The database that remembers how far pipelines came and what they set aside: a file in a state
 * folder, or a PostgreSQL that several servers share. May be used from any thread. Every write is
 * one transaction, all or nothing.
 *
 * <p>What is written must be free of secrets: nothing is redacted here (Invariant 9).
 */
public final class StateDatabase implements Storage {
  private static final Schema ON_POSTGRES =
      new Schema(
          "state",
          List.of(
              "io/sluice/state/state-postgresql-1.sql", "io/sluice/state/state-postgresql-2.sql"),
          StateDatabase.class.getClassLoader());

  private final Storage storage;
  private final PipelineLocks locks;
  private final Clock clock;
  private final Audit audit;
  private final Checkpoints checkpoints;
  private final DeadLetters deadLetters;
  private final LetterSurvey letterSurvey;
  private final LetterCopies letterCopies;
  private final Runs runs;

  private StateDatabase(Storage storage, PipelineLocks locks, Clock clock) {
    this.storage = storage;
    this.locks = locks;
    this.clock = clock;
    this.audit = new Audit(storage, clock);
    this.checkpoints = new Checkpoints(storage, clock);
    this.deadLetters = new DeadLetters(storage, clock);
    this.letterSurvey = new LetterSurvey(storage);
    this.letterCopies = new LetterCopies(storage, clock);
    this.runs = new Runs(storage, clock);
  }

  /**
   * Opens the database in a folder, makes folder and tables if they are missing, and brings tables
   * of older versions up to date.
   *
   * @param folder usually {@code .sluice} beside the pipeline files
   * @throws StateException if that is impossible; says which file and what to do
   */
  public static StateDatabase open(Path folder, Clock clock) {
    Path absolute = folder.toAbsolutePath().normalize();
    return new StateDatabase(
        SqliteStorage.open(absolute), new FileLocks(absolute.resolve("locks")), clock);
  }

  /**
   * Opens the database on a server, and makes its tables if they are missing.
   *
   * @throws StateException if that is impossible; says which server and what to do
   */
  public static StateDatabase open(PostgresAddress address, LeaseTerms terms, Clock clock) {
    PostgresStorage storage = PostgresStorage.open(address);
    try {
      storage.install(ON_POSTGRES);
      return new StateDatabase(
          storage, new LeaseLocks(storage, terms, thisProcess(), System::nanoTime), clock);
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  /** Whether a project keeps its state in this folder already. */
  public static boolean existsIn(Path folder) {
    return Files.isRegularFile(SqliteStorage.fileIn(folder));
  }

  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /** For the run that holds the lock: it writes nothing once the pipeline is somebody else's. */
  public Checkpoints checkpoints(PipelineLock lock) {
    return new Checkpoints(new FencedStorage(storage, lock), clock);
  }

  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /** How many dead letters there are of which kind, and when they came. */
  public LetterSurvey letterSurvey() {
    return letterSurvey;
  }

  /** Copies of dead letters that people edit. */
  public LetterCopies letterCopies() {
    return letterCopies;
  }

  /** For the run that holds the lock: it writes nothing once the pipeline is somebody else's. */
  public DeadLetters deadLetters(PipelineLock lock) {
    return new DeadLetters(new FencedStorage(storage, lock), clock);
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
   * @throws StateException of kind LOCKED, with who has it, if somebody else does
   */
  public PipelineLock lock(String pipeline) {
    return locks.take(pipeline);
  }

  /**
   * Takes this state for the server of this process: one at a time runs its pipelines.
   *
   * @throws StateException of kind LOCKED, with who has it, if another one does
   */
  public PipelineLock lockServer() {
    return locks.take(Claims.SERVER);
  }

  /** Whose server runs the pipelines now; empty if none does. */
  public Optional<Holder> serverHolder() {
    return locks.holderOf(Claims.SERVER);
  }

  /** Who has the pipeline now; empty if nobody does. */
  public Optional<Holder> holderOf(String pipeline) {
    return locks.holderOf(pipeline);
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
    return storage.write(durability, work);
  }

  @Override
  public <T> T read(SqlWork<T> work) {
    return storage.read(work);
  }

  @Override
  public void probe() {
    storage.probe();
  }

  @Override
  public void close() {
    try {
      locks.close();
    } finally {
      storage.close();
    }
  }

  private static Holder thisProcess() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown";
    }
    return new Holder(ProcessHandle.current().pid(), host);
  }
}
