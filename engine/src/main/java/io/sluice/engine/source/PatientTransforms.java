package io.sluice.engine.source;

import io.sluice.engine.fault.CallWatch;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.PluginThread;
import io.sluice.engine.fault.Tools;
import io.sluice.engine.transform.TransformChain;
import io.sluice.engine.transform.TransformFailure;
import io.sluice.engine.transform.Transforms;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The chain, each record a call with a deadline of its own (invariant 7): what else happens on the
 * way into the lanes, such as waiting for a full one, does not count. A transform that may succeed
 * later is given its time, as polls are. Records come on the thread of the source task.
 */
final class PatientTransforms implements Transforms {
  private final TransformChain chain;
  private final CallWatch watch;
  private final Retries retries;
  private final Tools tools;

  /**
   * @param watch of the source task's thread
   * @param retries shared with the task's polls
   */
  PatientTransforms(TransformChain chain, CallWatch watch, Retries retries, Tools tools) {
    this.chain = chain;
    this.watch = watch;
    this.retries = retries;
    this.tools = tools;
  }

  @Override
  public boolean isEmpty() {
    return chain.isEmpty();
  }

  @Override
  public @Nullable SourceRecord apply(SourceRecord record) throws InterruptedException {
    long since = 0;
    boolean repeated = false;
    while (true) {
      try {
        watch.enter("transforms");
        SourceRecord transformed = chain.apply(record);
        watch.leave();
        if (repeated) {
          retries.succeeded();
        }
        return transformed;
      } catch (TransformFailure failure) {
        if (retries.stopping()) {
          // Perhaps it failed because it was interrupted. The record is polled again, so it must
          // not be a dead letter as well (invariant 5).
          throw new CancellationException("Stopped before a transform succeeded");
        }
        if (!(failure.reason() instanceof RetriableException)) {
          watch.leave();
          throw failure;
        }
        since = repeated ? since : retries.now();
        if (retries.isOver(since)) {
          watch.leave();
          throw failure;
        }
        repeated = true;
        watch.failed(failure.reason());
        retries.pause();
      }
    }
  }

  /**
   * Closes the chain once the source task's thread is gone or abandoned.
   *
   * @param name of the source task, for messages
   * @param loader context class loader of the call
   * @param patience how long it may take
   */
  void close(String name, ClassLoader loader, Duration patience) {
    if (chain.isEmpty()) {
      return;
    }
    try (PluginThread closing = new PluginThread(name + " transforms", loader)) {
      closing.call(
          "close",
          patience,
          () -> {
            chain.close();
            return true;
          });
    } catch (FaultException late) {
      tools.log().warn("{}: its transforms did not close in order", name, late);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
