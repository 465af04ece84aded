package io.sluice.project.kafka;

import static java.util.Objects.requireNonNullElse;

import io.sluice.project.ProjectException;
import io.sluice.project.ProjectException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka for all of a process that want it: started for the first, ended some time after the
 * last. One that has failed is replaced when those who had it have let go. Thread-safe.
 */
public final class SharedKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedKafka.class);

  /** Starts one. */
  @FunctionalInterface
  public interface Starter {
    /** Returns when connectors can be deployed. */
    FolderKafka start() throws InterruptedException;
  }

  private final Starter starter;
  private final Duration linger;
  private final ScheduledExecutorService ends;
  private @Nullable Tenancy current;
  private boolean closed;

  /**
   * Starts nothing yet.
   *
   * @param linger how long it stays when nobody has it: who is only started again finds it
   */
  public SharedKafka(Starter starter, Duration linger) {
    this.starter = starter;
    this.linger = linger;
    this.ends =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sluice-kafka-end");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** One Kafka, from its start to its end. Guarded by the outer object but for its future. */
  private static final class Tenancy {
    final CompletableFuture<FolderKafka> started = new CompletableFuture<>();
    int tenants;
    boolean ending;
    @Nullable ScheduledFuture<?> end;

    boolean hasFailed() {
      return started.isDone()
          && (started.isCompletedExceptionally() || started.join().failure().isPresent());
    }
  }

  /** The Kafka, from when it is taken until it is let go of. */
  public final class Lease implements AutoCloseable {
    private final Tenancy tenancy;
    private boolean over;

    private Lease(Tenancy tenancy) {
      this.tenancy = tenancy;
    }

    /** Where it is. */
    public FolderKafka kafka() {
      return tenancy.started.join();
    }

    /** Lets go; may be called again. */
    @Override
    public void close() {
      synchronized (this) {
        if (over) {
          return;
        }
        over = true;
      }
      letGo(tenancy);
    }
  }

  /**
   * Takes it; waits until it has started, or one that failed has ended.
   *
   * @throws ProjectException when it does not start; all who waited for that start are told
   */
  public Lease take() throws InterruptedException {
    Tenancy tenancy = enter();
    try {
      tenancy.started.get();
      return new Lease(tenancy);
    } catch (ExecutionException e) {
      letGo(tenancy);
      Throwable cause = requireNonNullElse(e.getCause(), e);
      if (cause instanceof ProjectException refused) {
        throw new ProjectException(
            refused.kind(), String.valueOf(refused.getMessage()), refused.hint(), refused);
      }
      throw new ProjectException(
          Kind.FAILED, "Kafka has not started: " + cause.getMessage(), null, cause);
    } catch (InterruptedException e) {
      letGo(tenancy);
      throw e;
    }
  }

  private Tenancy enter() throws InterruptedException {
    Tenancy made;
    synchronized (this) {
      Tenancy there = awaitUsable();
      if (closed) {
        throw new ProjectException(
            Kind.CONFLICT, "this process is ending, and starts no Kafka any more", null);
      }
      if (there != null) {
        there.tenants++;
        if (there.end != null) {
          there.end.cancel(false);
        }
        return there;
      }
      made = new Tenancy();
      made.tenants = 1;
      current = made;
    }
    start(made);
    return made;
  }

  /** The one that may be used, or null when there is none; one that may not be is waited out. */
  private synchronized @Nullable Tenancy awaitUsable() throws InterruptedException {
    Tenancy there = current;
    while (!closed && there != null && (there.ending || there.hasFailed())) {
      if (!there.ending && there.tenants == 0) {
        endIn(Duration.ZERO, there); // It has failed while nobody had it.
      }
      wait();
      there = current;
    }
    return there;
  }

  private void start(Tenancy made) {
    try {
      made.started.complete(starter.start());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      made.started.completeExceptionally(e);
    } catch (RuntimeException | Error e) { // all who wait for it throw it
      made.started.completeExceptionally(e);
    }
  }

  private synchronized void letGo(Tenancy tenancy) {
    tenancy.tenants--;
    if (tenancy.tenants > 0 || closed) {
      return;
    }
    if (tenancy.started.isCompletedExceptionally()) {
      gone(tenancy);
    } else {
      endIn(tenancy.hasFailed() ? Duration.ZERO : linger, tenancy);
    }
  }

  private synchronized void endIn(Duration time, Tenancy tenancy) {
    if (!closed) {
      tenancy.end = ends.schedule(() -> end(tenancy), time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void end(Tenancy tenancy) {
    synchronized (this) {
      if (tenancy.ending || tenancy.tenants > 0 && !closed) {
        return;
      }
      tenancy.ending = true;
    }
    try {
      tenancy.started.join().close();
    } catch (RuntimeException e) {
      LOG.warn("The Kafka of this folder has not ended in order", e);
    } finally {
      gone(tenancy);
    }
  }

  private synchronized void gone(Tenancy tenancy) {
    if (current == tenancy) {
      current = null;
    }
    notifyAll();
  }

  /** Ends it, whoever still has it, and waits for that. */
  @Override
  public void close() {
    Tenancy last;
    synchronized (this) {
      closed = true;
      notifyAll();
      ends.shutdown();
      last = current;
    }
    if (last != null) {
      end(last);
      awaitGone();
    }
  }

  /** Another thread may be ending it. */
  private synchronized void awaitGone() {
    try {
      while (current != null) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
