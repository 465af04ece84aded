package io.sluice.server.health;

import static java.util.Objects.requireNonNull;

import io.sluice.server.health.Probe.Check;
import io.sluice.server.history.Pulse;
import io.sluice.server.view.Desired;
import io.sluice.server.view.Lead;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the server is alive, and whether it is ready. A pipeline that failed makes it neither
 * dead nor unready: a server that is restarted for that would take all others with it. Asking costs
 * nothing and waits for nobody. Thread-safe.
 */
public final class ServerHealth implements Pulse.Listener, AutoCloseable {
  /** Without a turn of the loop for so long, it hangs. */
  static final Duration TURNS_WITHIN = Duration.ofSeconds(30);

  /** Without an answer of the state database for so long, it is not reachable. */
  static final Duration ANSWERS_WITHIN = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(ServerHealth.class);
  private static final Duration PACE = Duration.ofSeconds(5);

  private final Pulse pulse;
  private final Storage storage;
  private final BooleanSupplier folderRead;
  private final Supplier<Lead> lead;
  private final Supplier<Duration> kept;
  private final LongSupplier nanos;
  private final AtomicLong answered;
  private final ScheduledExecutorService asking;
  private volatile boolean everAnswered;
  private volatile boolean damaged;
  private volatile boolean looked;
  private volatile long toTry;
  private volatile boolean triedAll;

  /**
   * @param storage the state database
   * @param folderRead whether the project's folder has been read once
   * @param lead whether this server runs the pipelines
   * @param kept how long ago it was looked what is to be done about them; zero while nobody has to
   * @param nanos for durations, as {@code System::nanoTime}
   */
  public ServerHealth(
      Pulse pulse,
      Storage storage,
      BooleanSupplier folderRead,
      Supplier<Lead> lead,
      Supplier<Duration> kept,
      LongSupplier nanos) {
    this.pulse = requireNonNull(pulse);
    this.storage = requireNonNull(storage);
    this.folderRead = requireNonNull(folderRead);
    this.lead = requireNonNull(lead);
    this.kept = requireNonNull(kept);
    this.nanos = requireNonNull(nanos);
    this.answered = new AtomicLong(nanos.getAsLong());
    this.asking =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sluice health");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to ask the state database now and then; once. */
  public void start() {
    var unused =
        asking.scheduleWithFixedDelay(this::ask, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks the state database what it has; for tests, which have no pace. */
  void ask() {
    try {
      storage.probe();
      answered.set(nanos.getAsLong());
      everAnswered = true;
      damaged = false;
    } catch (StateException lost) {
      if (lost.kind() == StateException.Kind.CORRUPT) {
        if (!damaged) {
          log.error("The state database is not what it was", lost);
        }
        damaged = true; // No second look helps, as it may where one does not answer.
      }
      log.debug("The state database does not answer", lost);
    } catch (RuntimeException | Error away) { // One that got out would end all asking.
      log.debug("The state database does not answer", away);
    }
  }

  @Override
  public void look(List<PipelineView> all) {
    if (!lead.get().leads()) {
      forget();
      return;
    }
    // Whether folders were read is asked first: later there may be more to try.
    boolean read = folderRead.getAsBoolean();
    toTry =
        all.stream()
            .filter(view -> view.desired() == Desired.RUNNING)
            .filter(view -> view.state() == PipelineState.WAITING && view.nextTry().isEmpty())
            .count();
    looked = true;
    if (read && toTry == 0) {
      triedAll = true; // What is added later does not make a server unready that was ready.
    }
  }

  /**
   * This server runs the pipelines no more: what it knows of them says nothing of the next time.
   */
  public void forget() {
    looked = false;
    triedAll = false;
  }

  /** Whether the state is damaged, or was deleted or replaced, as it was last looked at. */
  public boolean isStateLost() {
    return damaged;
  }

  /** Whether the process is worth keeping: it answers, and its loops turn. */
  public Probe live() {
    return new Probe(
        List.of(
            turns("loop", "looked at", pulse.sinceLastTurn()),
            turns("fleet", "kept as they are wanted", kept.get())));
  }

  private static Check turns(String name, String what, Duration since) {
    boolean turns = since.compareTo(TURNS_WITHIN) <= 0;
    return new Check(
        name,
        turns,
        turns
            ? "pipelines are " + what
            : "pipelines were not " + what + " for " + Durations.text(since));
  }

  /**
   * Whether it does its work: state, folder, and all that is wanted was tried to start. One that
   * stands by does not: what is asked of the pipelines is to be asked elsewhere.
   */
  public Probe ready() {
    Duration since = Duration.ofNanos(nanos.getAsLong() - answered.get());
    boolean answers = everAnswered && !damaged && since.compareTo(ANSWERS_WITHIN) <= 0;
    Check state =
        new Check(
            "state",
            answers,
            answers
                ? "the state database answers"
                : damaged
                    ? "the state database is damaged, or was deleted or replaced: see the log"
                    : "the state database has not answered for " + Durations.text(since));
    Lead now = lead.get();
    Check role = new Check("lead", now.duty() == Lead.Duty.ACTIVE, now.sentence());
    if (!now.leads()) {
      return new Probe(List.of(state, role));
    }
    boolean read = folderRead.getAsBoolean();
    return new Probe(
        List.of(
            state,
            role,
            new Check(
                "folder", read, read ? "the project's folder was read" : "the folder is read"),
            new Check(
                "pipelines",
                triedAll,
                triedAll
                    ? "all that is wanted was tried to start"
                    : looked
                        ? toTry + " pipelines wait for their first start"
                        : "nobody has looked at the pipelines yet")));
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
