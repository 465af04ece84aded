package io.sluice.project.kafka;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.run.RunError;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.run.Supervision;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.time.Instant;
import java.util.Optional;

/**
 * What is the matter with a run on Kafka, in the words of a direct run.
 *
 * @param where at which stop of the way; {@code Kafka Connect} if it is none of them
 * @param cause why, in one line
 */
record KafkaTrouble(Fault fault, String where, String cause) {
  private static final String CONNECT = "Kafka Connect";

  /** Of what runs the connectors. */
  static KafkaTrouble ofConnect(String cause) {
    return new KafkaTrouble(Fault.TASK_FAILED, CONNECT, cause);
  }

  /** Of a connector. */
  static KafkaTrouble of(KafkaPipeline pipeline, Supervision.Origin origin, String cause) {
    return new KafkaTrouble(fault(origin.kind()), stop(pipeline, origin.connector()), cause);
  }

  /** Of a connector that waits by itself for what may pass. */
  static KafkaTrouble waiting(KafkaPipeline pipeline, String connector, String cause) {
    return new KafkaTrouble(Fault.CALL_MAY_SUCCEED_LATER, stop(pipeline, connector), cause);
  }

  private static String stop(KafkaPipeline pipeline, String connector) {
    return pipeline.sinks().stream()
        .map(SinkSpec::name)
        .filter(sink -> Translation.sinkConnector(pipeline.name(), sink).equals(connector))
        .findFirst()
        .map(sink -> "sink " + sink)
        .orElse("source");
  }

  private static Fault fault(Supervision.Kind kind) {
    return switch (kind) {
      case PASSING, LOGIN, UNKNOWN -> Fault.TASK_FAILED;
      case SETTINGS, PLUGIN, TOO_LARGE -> Fault.CONFIGURATION;
      case CONTRACT -> Fault.SCHEMA_REFUSED;
      case RECORD -> Fault.STOP_ON_RECORD;
      case HANGS -> Fault.CALL_HANGS;
      case TOO_OFTEN -> Fault.CIRCUIT_OPEN;
    };
  }

  /** The same, and something else. */
  KafkaTrouble and(String more) {
    return new KafkaTrouble(fault, where, cause + "; " + more);
  }

  /** As it is told. */
  RunError at(Instant moment) {
    return new RunError(moment, fault, where, "", cause, Optional.empty());
  }
}
