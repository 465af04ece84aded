package io.sluice.state.lease;

import io.sluice.state.postgres.PostgresStorage;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases in a PostgreSQL that several processes share. One thread renews all that this process has,
 * in one statement. A process that dies lets go when its leases end; one that cannot renew gives
 * them up before that, by its own clock; one that was stopped meanwhile and goes on finds its token
 * outdated whatever it writes.
 */
public final class LeaseLocks implements PipelineLocks {
  private static final Logger log = LoggerFactory.getLogger(LeaseLocks.class);

  private final PostgresStorage storage;
  private final LeaseTerms terms;
  private final LongSupplier nanos;
  private final LeaseRows rows;
  private final Set<Lease> held = new HashSet<>();
  private @Nullable ScheduledExecutorService renewing;
  private boolean closed;
  private volatile boolean failing;

  /**
   * @param storage with the state's tables; stays the caller's to close
   * @param self who this process says it is, with its host
   * @param nanos a clock that only goes forward, also while this process is stopped
   */
  public LeaseLocks(PostgresStorage storage, LeaseTerms terms, Holder self, LongSupplier nanos) {
    this.storage = storage;
    this.terms = terms;
    this.nanos = nanos;
    this.rows = new LeaseRows(UUID.randomUUID().toString(), self, terms.length());
  }

  @Override
  public PipelineLock take(String pipeline) {
    long asked = nanos.getAsLong();
    long token =
        // A token that a crash of the server could take back would be given twice.
        storage.write(
            Durability.NOW,
            connection -> {
              Long taken = rows.take(connection, pipeline);
              if (taken == null) {
                throw rows.taken(connection, pipeline);
              }
              return taken;
            });
    Lease lease = new Lease(pipeline, new Tenure(token, terms, asked));
    keep(lease);
    try {
      if (!lease.held()) {
        lease.confirm(); // It was waited for so long that it is over, as it is counted here.
      }
      return lease;
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  @Override
  public Optional<Holder> holderOf(String pipeline) {
    return storage.read(connection -> rows.holderOf(connection, pipeline));
  }

  @Override
  public void close() {
    List<Lease> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(held);
      if (renewing != null) {
        renewing.shutdownNow();
      }
    }
    left.forEach(Lease::close);
  }

  private synchronized void keep(Lease lease) {
    if (closed) {
      throw new StateException(Kind.MISUSE, "the state is closed in this process");
    }
    held.add(lease);
    if (renewing == null) {
      renewing =
          Executors.newSingleThreadScheduledExecutor(
              work -> {
                Thread thread = new Thread(work, "sluice-leases");
                thread.setDaemon(true);
                return thread;
              });
      renewIn(terms.renewEvery().toNanos());
    }
  }

  private synchronized void renewIn(long pauseNanos) {
    if (!closed && renewing != null) {
      renewing.schedule(this::renewAll, pauseNanos, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized List<Lease> held() {
    return List.copyOf(held);
  }

  private void renewAll() {
    boolean done = false;
    try {
      List<Lease> leases = held();
      if (!leases.isEmpty()) {
        renew(leases, true);
      }
      done = true;
      if (failing) {
        failing = false;
        log.info("Leases of pipelines are renewed again");
      }
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        log.warn("Leases of pipelines cannot be renewed: {}", e.getMessage());
      }
    } finally {
      // An attempt that failed is made again sooner: the leases go on running out.
      renewIn(done ? terms.renewEvery().toNanos() : terms.renewEvery().toNanos() / 3);
    }
  }

  /**
   * @param urgent whether they are given up soon unless it is done: this waits for nobody else, not
   *     even for a confirmation, of which there may be many at a time
   */
  private void renew(Collection<Lease> leases, boolean urgent) {
    List<String> pipelines = leases.stream().map(Lease::pipeline).toList();
    SqlWork<Map<String, Long>> work =
        connection -> {
          beImpatient(connection);
          return rows.renew(connection, pipelines);
        };
    long asked = nanos.getAsLong();
    Map<String, Long> ours =
        // On the server's disk: a renewal that a crash takes back would end sooner than we think.
        urgent ? storage.renew(work) : storage.write(Durability.NOW, work);
    for (Lease lease : leases) {
      lease.answered(ours.get(lease.pipeline()), asked);
    }
  }

  /** A server that is gone without a word is to be noticed while there is time to ask again. */
  private void beImpatient(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) terms.renewEvery().toMillis());
  }

  private synchronized void forget(Lease lease) {
    held.remove(lease);
  }

  private final class Lease implements PipelineLock {
    private final String pipeline;
    private final Tenure tenure;

    Lease(String pipeline, Tenure tenure) {
      this.pipeline = pipeline;
      this.tenure = tenure;
    }

    @Override
    public String pipeline() {
      return pipeline;
    }

    @Override
    public synchronized boolean held() {
      return tenure.holds(nanos.getAsLong());
    }

    @Override
    public synchronized boolean mayEnd() {
      return tenure.mayEnd(nanos.getAsLong());
    }

    @Override
    public void confirm() {
      if (!isLost()) {
        renew(List.of(this), false);
      }
      if (isLost()) {
        throw lost();
      }
    }

    @Override
    public void check(Connection connection) throws SQLException {
      if (isLost() || !rows.isNewest(connection, pipeline, tenure.token())) {
        markLost();
        throw lost();
      }
    }

    @Override
    public void close() {
      boolean ours = !isLost();
      markLost();
      if (!ours) {
        return;
      }
      try {
        storage.write(
            Durability.NOW,
            connection -> {
              rows.release(connection, pipeline, tenure.token());
              return pipeline;
            });
      } catch (StateException e) {
        log.debug("The lease of {} is left to end by itself", Claims.called(pipeline), e);
      }
    }

    /** What the database has said: the newest token if the pipeline is ours. */
    synchronized void answered(@Nullable Long token, long asked) {
      if (token != null && token == tenure.token()) {
        tenure.renewed(asked);
      } else if (!tenure.isLost()) {
        tenure.lost();
        forget(this);
        log.warn("The lease of {} is lost: another process has taken it", Claims.called(pipeline));
      }
    }

    private synchronized boolean isLost() {
      return tenure.isLost();
    }

    private void markLost() {
      synchronized (this) {
        tenure.lost();
      }
      forget(this);
    }

    private StateException lost() {
      return new StateException(Kind.LOCKED, Claims.lost(pipeline));
    }
  }
}
