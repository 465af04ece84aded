package io.sluice.connector.postgres;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import io.sluice.connector.postgres.config.TaskShare;
import io.sluice.connector.postgres.feed.CatchUpException;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.stream.SlotProgress;
import io.sluice.connector.postgres.stream.SpoolException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task: hands out what its {@link SourceReader} reads, and makes a new reader after a failure
 * that can pass. It goes on behind the last record that it handed out, so nothing is lost or
 * repeated by that.
 */
public final class PostgresTask extends SourceTask {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresTask.class);

  /** Waits; not by the wall clock, which may jump. */
  interface Pause {
    void millis(long duration) throws InterruptedException;
  }

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
  private static final long FIRST_WAIT_MILLIS = 200;

  private final Clock clock;
  private final Pause pause;
  private final SlotProgress progress = new SlotProgress();
  private final DurableOffset durable = new DurableOffset(this::stored, System::nanoTime);

  private @Nullable PostgresConfig config;
  private Map<String, String> partition = Map.of();
  private @Nullable Position handedOut;
  private @Nullable Map<String, ?> lastOffset;

  /** Stopping and beginning to read exclude each other: a worker may stop a task that starts. */
  private final Object turn = new Object();

  private volatile @Nullable SourceReader reader;
  private volatile boolean stopped;
  private long waitMillis = FIRST_WAIT_MILLIS;
  private long waitLeft;
  private int failures;

  /**
   * An attempt has failed, and nobody was told since that the server is there again: an empty list
   * tells it, once. Until then poll answers null, which says nothing. Not an empty list each time,
   * which ends a transaction of Connect's exactly-once worker.
   */
  private boolean inDoubt;

  /** For Connect, which makes tasks by reflection. */
  public PostgresTask() {
    this(Clock.systemUTC(), Thread::sleep);
  }

  /**
   * @param pause waits before the source is connected to again
   */
  PostgresTask(Clock clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public String version() {
    return PostgresConnector.VERSION;
  }

  @Override
  public void start(Map<String, String> settings) {
    config = new PostgresConfig(settings);
    TaskShare share = config.share();
    // Of its own, so that no run goes on from where somebody only looked.
    partition =
        config.previewRows() > 0
            ? Map.of("preview", config.prefix())
            : TaskShare.partition(config.prefix(), share == null ? 0 : share.task());
    handedOut = stored();
    if (handedOut != null) {
      progress.durable(handedOut);
    }
    begin(config);
  }

  @Override
  public @Nullable List<SourceRecord> poll() throws InterruptedException {
    PostgresConfig settings = config;
    if (stopped || settings == null) {
      return null;
    }
    catchUpWithProgress();
    SourceReader reading = reader;
    if (reading == null) {
      if (waitLeft > 0) {
        long part = Math.min(Math.max(1, settings.pollInterval().toMillis()), waitLeft);
        pause.millis(part);
        waitLeft -= part;
        return null;
      }
      reading = begin(settings);
      if (reading == null) {
        return null;
      }
    }
    List<SourceRecord> batch = reading.handover().take(settings.pollInterval().toMillis());
    if (batch != null) {
      lastOffset = batch.get(batch.size() - 1).sourceOffset();
      waitMillis = FIRST_WAIT_MILLIS;
      failures = 0;
      inDoubt = false;
      return batch;
    }
    if (reading.isDone() && !stopped) {
      Exception failure = reading.failure();
      if (failure != null) {
        throw failed(reading, failure, settings);
      }
    }
    if (inDoubt && reading.hasReached()) {
      inDoubt = false;
      return List.of();
    }
    return null;
  }

  /** After a checkpoint: learns what is durable, which is what the slot may be confirmed up to. */
  @Override
  public void commit() {
    progressed(durable.committed());
  }

  /** A worker that cannot say now what is durable is asked again: only the slot's log waits. */
  private void catchUpWithProgress() {
    try {
      progressed(durable.look());
    } catch (KafkaException e) {
      LOG.warn("What is durable of {} cannot be read now: it is asked again", partition, e);
    }
  }

  private void progressed(@Nullable Position reached) {
    if (reached != null) {
      progress.durable(reached);
    }
  }

  @Override
  public void stop() {
    SourceReader reading;
    synchronized (turn) {
      stopped = true;
      reading = reader;
    }
    if (reading != null) {
      reading.close(STOP_PATIENCE);
    }
  }

  /**
   * Begins to read; null when the task was stopped in the meantime: nobody would end that reader,
   * and the slot would be held for as long as the process lives.
   */
  private @Nullable SourceReader begin(PostgresConfig settings) {
    if (lastOffset != null) {
      handedOut = Position.of(lastOffset);
    }
    SourceReader next =
        new SourceReader(
            settings,
            clock,
            new TaskPlace(
                partition,
                handedOut,
                progress,
                new TaskLedgers(context.offsetStorageReader(), settings.prefix())));
    synchronized (turn) {
      if (stopped) {
        return null;
      }
      reader = next;
      next.start();
      return next;
    }
  }

  private @Nullable Position stored() {
    if (context == null) {
      return null;
    }
    Map<String, Object> offset = context.offsetStorageReader().offset(partition);
    return offset == null || offset.isEmpty() ? null : Position.of(offset);
  }

  private RuntimeException failed(
      SourceReader reading, Exception failure, PostgresConfig settings) {
    reading.close(Duration.ZERO);
    if (failure instanceof SpoolException) {
      LOG.warn("{}. Until the next start the server does", failure.getMessage(), failure);
      config = settings.withoutOpenTransactions();
      reader = null;
      return new RetriableException("Reading on without open transactions", failure);
    }
    if (failure instanceof CatchUpException) {
      LOG.info("{}. Until the next start the stream is read", failure.getMessage(), failure);
      config = settings.withoutCatchUp();
      reader = null;
      return new RetriableException("Reading on by the stream", failure);
    }
    if (!(failure instanceof SQLException)) {
      return failure instanceof KafkaException e
          ? e
          : new ConnectException("Reading the source failed", failure);
    }
    Failure kind = Failure.of((SQLException) failure);
    String message = kind.describe(settings);
    if (kind.needsTheUser()) {
      return new ConfigException(message);
    }
    if (!kind.passes()) {
      return new ConnectException(message, failure);
    }
    if (kind == Failure.NO_BINARY_FORM) {
      if (settings.readsText()) {
        return new ConnectException(message, failure);
      }
      config = settings.readingText();
    } else if (settings.givesUpAfter(++failures)) {
      return new ConnectException(
          message + ". It is not tried again, as " + Settings.MAX_RETRIES + " says", failure);
    }
    reader = null;
    inDoubt = true;
    waitLeft = waitMillis;
    waitMillis =
        Math.min(waitMillis * 2, Math.max(FIRST_WAIT_MILLIS, settings.retryWait().toMillis()));
    return new RetriableException(message, failure);
  }
}
