package io.sluice.project.kafka;

import io.sluice.engine.fault.Fault;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.run.PipelineOnKafka;
import io.sluice.state.lease.PipelineLock;
import io.sluice.state.storage.StateException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That a run on Kafka has its pipeline. Where that cannot be known any more, its connectors stand
 * still before anybody else could have them run: on the Kafka of this process by its tasks, each of
 * which looks at the lease, elsewhere by a pause. They go on when the state says that nobody has
 * had the pipeline since. Used by the thread of the run.
 */
final class KafkaLease {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaLease.class);

  private final PipelineLock lock;
  private final FolderKafka kafka;
  private final PipelineOnKafka connectors;
  private boolean cutOff;
  private boolean paused;

  KafkaLease(PipelineLock lock, FolderKafka kafka, PipelineOnKafka connectors) {
    this.lock = lock;
    this.kafka = kafka;
    this.connectors = connectors;
  }

  /** Whether it was lost, or may have been: nothing is asked of the connectors then. */
  boolean isUncertain() {
    return cutOff || !lock.held();
  }

  /** Whether whoever has the pipeline now may run its connectors: they are left alone. */
  boolean isLeftToOthers() {
    return kafka.outlivesThisProcess() && !lock.mayEnd();
  }

  /** Has them stand still where they do not by themselves, while they may be touched. */
  void standStill() {
    if (cutOff) {
      return;
    }
    cutOff = true;
    LOG.warn(
        "The lease of pipeline {} could not be renewed: it stands still until the state says that"
            + " nobody has taken it",
        lock.pipeline());
    if (kafka.outlivesThisProcess()) {
      try {
        paused = true;
        connectors.pauseWhile(lock::mayEnd);
      } catch (ConnectClusterException e) {
        LOG.warn("Not known to stand still: connectors of pipeline {}", lock.pipeline(), e);
      }
    }
  }

  /**
   * Asks the state whether the run may go on; empty when it may.
   *
   * @return why not: a fault that may pass, or that somebody else has or had the pipeline
   */
  Optional<KafkaTrouble> askAgain() {
    try {
      lock.confirm();
      return Optional.empty();
    } catch (StateException e) {
      Fault fault = Fault.of(e);
      return Optional.of(new KafkaTrouble(fault, "state", sentence(fault, e)));
    }
  }

  private static String sentence(Fault fault, StateException e) {
    return switch (fault) {
      case STATE_NOT_NOW ->
          "the lease of the pipeline could not be renewed for so long that another process may take"
              + " it; this run goes on when the state's database says that none did";
      case PIPELINE_TAKEN ->
          "the lease of the pipeline was lost: another process has or had it since";
      default -> String.valueOf(e.getMessage());
    };
  }

  /**
   * What was brought to a stand may move again.
   *
   * @param wait whether the connectors are to wait, since somebody wants that
   */
  void goOn(boolean wait) {
    if (cutOff) {
      LOG.info("Nobody has taken pipeline {} meanwhile: it goes on", lock.pipeline());
    }
    if (paused && !wait) {
      connectors.resume();
    }
    cutOff = false;
    paused = false;
  }
}
