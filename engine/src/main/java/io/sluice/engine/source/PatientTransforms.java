package io.sluice.engine.source;

import io.sluice.engine.fault.CallWatch;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.PluginThread;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.fault.Tools;
import io.sluice.engine.gate.Passage;
import io.sluice.engine.gate.Passages;
import io.sluice.engine.gate.SchemaRefusal;
import io.sluice.engine.tap.Trail;
import io.sluice.engine.trace.BatchTrace.TransformTime;
import io.sluice.engine.transform.TransformChain;
import io.sluice.engine.transform.TransformFailure;
import io.sluice.engine.transform.Transforms;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The chain and the gate behind it, each record a call with a deadline of its own (invariant 7):
 * what else happens on the way into the lanes, such as waiting for a full one, does not count. A
 * transform that may succeed later is given its time, as polls are; so is a gate that cannot say
 * now. Records come on the thread of the source task.
 */
final class PatientTransforms implements Transforms {
  private final TransformChain chain;
  private final @Nullable Passages passages;
  private final CallWatch watch;
  private final Retries retries;
  private final Tools tools;

  /** One stop of the way. */
  @FunctionalInterface
  private interface Step {
    /** What becomes of the record; null when it is dropped. */
    @Nullable SourceRecord apply(SourceRecord record, @Nullable Trail trail);
  }

  /**
   * @param passages what the gate says; null if there is none
   * @param watch of the source task's thread
   * @param retries shared with the task's polls
   */
  PatientTransforms(
      TransformChain chain,
      @Nullable Passages passages,
      CallWatch watch,
      Retries retries,
      Tools tools) {
    this.chain = chain;
    this.passages = passages;
    this.watch = watch;
    this.retries = retries;
    this.tools = tools;
  }

  @Override
  public boolean isEmpty() {
    return passages == null && chain.isEmpty();
  }

  @Override
  public @Nullable SourceRecord apply(SourceRecord record, @Nullable Trail trail)
      throws InterruptedException {
    SourceRecord transformed =
        chain.isEmpty() ? record : patiently("transforms", chain::apply, record, trail);
    Passages gate = passages;
    if (gate == null || transformed == null || transformed.topic() == null) {
      return transformed;
    }
    if (gate.known(transformed) == Passage.OPEN) {
      return transformed;
    }
    return patiently("schema", (passing, seen) -> passed(gate, passing, seen), transformed, trail);
  }

  @Override
  public void measure(Ticker by) {
    chain.measure(by);
  }

  @Override
  public List<TransformTime> measured() {
    return chain.measured();
  }

  @Override
  public void cut() {
    Passages gate = passages;
    if (gate != null) {
      gate.cut();
    }
  }

  private static SourceRecord passed(Passages gate, SourceRecord record, @Nullable Trail trail) {
    try {
      SourceRecord passed = gate.pass(record);
      if (trail != null) {
        trail.throughGate(passed);
      }
      return passed;
    } catch (SchemaRefusal refused) {
      throw new TransformFailure(refused);
    }
  }

  private @Nullable SourceRecord patiently(
      String what, Step step, SourceRecord record, @Nullable Trail trail)
      throws InterruptedException {
    long since = 0;
    boolean repeated = false;
    while (true) {
      try {
        watch.enter(what);
        SourceRecord transformed = step.apply(record, trail);
        watch.leave();
        if (repeated) {
          retries.succeeded();
        }
        return transformed;
      } catch (TransformFailure | RetriableException failure) {
        Throwable reason = failure instanceof TransformFailure known ? known.reason() : failure;
        if (retries.stopping()) {
          // Perhaps it failed because it was interrupted. The record is polled again, so it must
          // not be a dead letter as well (invariant 5).
          throw new CancellationException("Stopped before a transform succeeded");
        }
        if (!(reason instanceof RetriableException)) {
          watch.leave();
          throw failure;
        }
        since = repeated ? since : retries.now();
        if (retries.isOver(since)) {
          watch.leave();
          throw failure;
        }
        repeated = true;
        watch.failed(failure instanceof TransformFailure known ? known.place() : what, reason);
        retries.pause();
      }
    }
  }

  /**
   * Closes the chain and the gate once the source task's thread is gone or abandoned.
   *
   * @param name of the source task, for messages
   * @param loader context class loader of the call
   * @param patience how long it may take
   */
  void close(String name, ClassLoader loader, Duration patience) {
    if (isEmpty()) {
      return;
    }
    try (PluginThread closing = new PluginThread(name + " transforms", loader)) {
      closing.call(
          "close",
          patience,
          () -> {
            chain.close();
            Passages gate = passages;
            if (gate != null) {
              gate.close();
            }
            return true;
          });
    } catch (FaultException late) {
      tools.log().warn("{}: its transforms did not close in order", name, late);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
