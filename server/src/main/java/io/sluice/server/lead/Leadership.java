package io.sluice.server.lead;

import static java.util.Objects.requireNonNull;

import io.sluice.server.access.Actors;
import io.sluice.server.view.Lead;
import io.sluice.server.view.Lead.Duty;
import io.sluice.state.StateDatabase;
import io.sluice.state.history.AuditAction;
import io.sluice.state.lease.FencedStorage;
import io.sluice.state.lease.Holder;
import io.sluice.state.lease.PipelineLock;
import io.sluice.state.storage.StateException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That one of the servers of a state runs its pipelines and the others stand by. It is a lease like
 * that of a pipeline: who stands by asks for it again and again, gets it when it has ended or was
 * let go, and never before. Who has it and loses it ends its work before it asks again.
 * Thread-safe.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  private static final int LOOKS_AFTER_FAILURE = 10;

  /** What a server does while it leads, and while another one does. One call at a time. */
  public interface Work {
    /**
     * Begins, and returns when it has begun. What it throws takes the lead from this server again,
     * after {@link #end}.
     *
     * @param ours until it is let go of, nobody else leads
     */
    void begin(PipelineLock ours);

    /** Ends what was begun, if it was; returns when nothing of it runs any more. */
    void end();

    /** Another server leads, now as well as the last time. */
    void standBy(Lead lead);
  }

  private final StateDatabase state;
  private final LeadTable table;
  private final Work work;
  private final Duration pace;
  private final Clock clock;
  private final ScheduledExecutorService thread;
  private @Nullable URI url;
  private volatile @Nullable PipelineLock ours; // set by the thread, once that runs
  private int failures; // of the thread: to begin, in a row
  private int skipped; // likewise: looks since the last of them
  private volatile Lead lead;
  private volatile boolean troubled;
  private @Nullable String unheard; // Why nobody says who leads, as it was told; of the thread.

  /**
   * Asks nobody yet.
   *
   * @param pace how often it is looked who leads
   */
  public Leadership(StateDatabase state, Work work, Duration pace, Clock clock) {
    this.state = state;
    this.table = new LeadTable(state);
    this.work = work;
    this.pace = pace;
    this.clock = clock;
    this.lead = new Lead(Duty.STANDBY, Optional.empty(), Optional.empty(), clock.instant());
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "sluice-lead");
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Leads from now on if no other server does, else when none does any more. On return it is known
   * which.
   *
   * @param at where this server is asked
   * @throws RuntimeException what the work throws when it begins now
   */
  public void start(URI at) {
    url = at;
    look();
    var unused =
        thread.scheduleWithFixedDelay(
            this::lookAgain, pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How it is. Cheap. */
  public Lead lead() {
    return lead;
  }

  /** By which this server leads; empty while it does not. */
  Optional<PipelineLock> ours() {
    return Optional.ofNullable(ours);
  }

  private void lookAgain() {
    try {
      look();
      troubled = false;
    } catch (RuntimeException | Error broken) {
      if (!troubled) {
        troubled = true;
        log.warn("It cannot be seen to who runs the pipelines: {}", broken.getMessage(), broken);
      }
    }
  }

  private void look() {
    PipelineLock held = ours;
    if (held == null) {
      standBy();
    } else if (held.held()) {
      is(Duty.ACTIVE);
    } else {
      ask(held);
    }
  }

  /** The lease could not be renewed in time: somebody else may have it. */
  private void ask(PipelineLock held) {
    try {
      is(Duty.CUT_OFF);
      held.confirm();
      unheard = null;
      is(Duty.ACTIVE);
    } catch (StateException e) {
      if (e.kind() == StateException.Kind.LOCKED) {
        unheard = null;
        stepDown(held);
      } else if (!String.valueOf(e.getMessage()).equals(unheard)) {
        // Whatever keeps it from being asked, nobody has said that another server leads.
        unheard = String.valueOf(e.getMessage());
        log.warn("It cannot be seen to who runs the pipelines: {}", unheard);
      }
    }
  }

  private void is(Duty duty) {
    if (lead.duty() == duty) {
      return;
    }
    if (duty == Duty.CUT_OFF) {
      log.warn("The state does not say that this server may run the pipelines; they stand still");
    } else if (lead.duty() == Duty.CUT_OFF) {
      log.info("No other server has taken over meanwhile: the pipelines go on");
    }
    lead = new Lead(duty, Optional.empty(), Optional.empty(), clock.instant());
  }

  private void stepDown(PipelineLock held) {
    log.warn("Another server has taken over: the pipelines of this one end, and it stands by");
    lead = new Lead(Duty.STANDBY, Optional.empty(), Optional.empty(), clock.instant());
    work.end();
    held.close();
    ours = null;
  }

  private void standBy() {
    if (failures > 0 && ++skipped < LOOKS_AFTER_FAILURE) {
      return; // What kept it from beginning may keep it again; another server may do better.
    }
    skipped = 0;
    PipelineLock taken;
    try {
      taken = state.lockServer();
    } catch (StateException e) {
      if (e.kind() != StateException.Kind.LOCKED) {
        throw e;
      }
      stoodBy();
      return;
    }
    takeOver(taken);
  }

  private void stoodBy() {
    Optional<Holder> holder = state.serverHolder();
    Optional<String> active = holder.map(Holder::toString);
    if (active.isPresent() && !active.equals(lead.active())) {
      log.info("Stands by: the pipelines are run by {}", active.get());
    }
    Lead now =
        new Lead(
            Duty.STANDBY,
            active,
            holder.flatMap(who -> table.url().filter(at -> who.host() == null || isFar(at))),
            lead.since());
    lead = now;
    work.standBy(now);
  }

  /** Whether an address means the same on every machine. */
  private static boolean isFar(URI address) {
    String host = String.valueOf(address.getHost());
    return !host.equals("localhost") && !host.startsWith("127.") && !host.equals("[::1]");
  }

  private void takeOver(PipelineLock taken) {
    try {
      LeadTable.tell(new FencedStorage(state, taken), requireNonNull(url), clock.instant());
      work.begin(taken);
      state
          .audit()
          .add(Actors.SERVER, AuditAction.SERVER_LEAD, "", "", "{\"url\":\"" + url + "\"}", "");
      ours = taken;
      failures = 0;
      lead = Lead.active(clock.instant());
      log.info("This server runs the pipelines from now on");
    } catch (RuntimeException | Error failed) {
      work.end();
      taken.close();
      failures++;
      throw failed;
    }
  }

  /** Neither takes over nor steps down from now on; keeps what it has. */
  public void rest() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        log.warn("It is still being seen to who runs the pipelines");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whoever is to lead next leads at once: to be closed when the work has ended. */
  @Override
  public void close() {
    rest();
    PipelineLock held = ours;
    if (held != null) {
      held.close();
    }
  }
}
