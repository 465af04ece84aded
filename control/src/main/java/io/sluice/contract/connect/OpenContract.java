package io.sluice.contract.connect;

import io.sluice.engine.gate.Gate;
import io.sluice.engine.gate.Passages;
import io.sluice.state.StateDatabase;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A gate, and what is open for it. Connect tells a transform nothing of its commits, so what the
 * gate has counted is written down now and then: a record that is read again after a crash may
 * count twice.
 */
final class OpenContract implements AutoCloseable {
  private static final long WRITE_SECONDS = 5;

  private final Gate gate;
  private final Passages passages;
  private final @Nullable StateDatabase state;
  private final ScheduledExecutorService writer;

  /**
   * @param gate closed with it
   * @param state closed with it
   */
  OpenContract(Gate gate, @Nullable StateDatabase state) {
    this.gate = gate;
    this.passages = new Passages(gate);
    this.state = state;
    this.writer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sluice-contract-counts");
              thread.setDaemon(true);
              return thread;
            });
    writer.scheduleWithFixedDelay(this::write, WRITE_SECONDS, WRITE_SECONDS, TimeUnit.SECONDS);
  }

  /** What goes on in place of the record. */
  synchronized SourceRecord pass(SourceRecord record) {
    return passages.pass(record);
  }

  private synchronized void write() {
    gate.cut();
  }

  @Override
  public void close() {
    writer.shutdownNow();
    synchronized (this) {
      gate.cut();
      passages.close();
      if (state != null) {
        state.close();
      }
    }
  }
}
