package io.sluice.project.kafka;

import io.sluice.engine.run.RunTask;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.run.PipelineOnKafka;
import io.sluice.kafka.run.Supervision;
import io.sluice.project.ProjectException;
import io.sluice.project.ProjectException.Kind;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** What people have started again of a run on Kafka, which goes on. Safe for several threads. */
public final class KafkaRestarts {
  private final String pipeline;
  private final PipelineOnKafka connectors;
  private final BooleanSupplier ours;
  private final UnaryOperator<String> redaction;

  /**
   * @param ours whether nobody else can have the pipeline
   * @param redaction takes secrets out of what Connect says
   */
  KafkaRestarts(
      String pipeline,
      PipelineOnKafka connectors,
      BooleanSupplier ours,
      UnaryOperator<String> redaction) {
    this.pipeline = pipeline;
    this.ours = ours;
    this.connectors = connectors;
    this.redaction = redaction;
  }

  /**
   * Has Connect start one task again where it was; the others go on.
   *
   * @throws ProjectException when Connect does not
   */
  public void restart(RunTask task) {
    String connector =
        task.sink().map(sink -> Translation.sinkConnector(pipeline, sink)).orElse(pipeline);
    asked(
        () ->
            connectors.restart(
                new Supervision.Restart(connector, OptionalInt.of(task.number()), false)));
  }

  /**
   * The same with all tasks of all connectors.
   *
   * @throws ProjectException when Connect does not
   */
  public void restartAll() {
    asked(connectors::restartAll);
  }

  private void asked(Runnable what) {
    if (!ours.getAsBoolean()) {
      throw new ProjectException(
          Kind.CONFLICT,
          "the state does not say that pipeline " + pipeline + " is still this process's",
          "It stands still until the state's database answers; then try it again.");
    }
    try {
      what.run();
    } catch (ConnectClusterException refused) {
      throw new ProjectException(
          switch (refused.kind()) {
            case NOT_FOUND -> Kind.NOT_FOUND;
            case UNREACHABLE, TLS, LOGIN -> Kind.UNREACHABLE;
            case REFUSED -> Kind.CONFLICT;
            case FAILED -> Kind.FAILED;
          },
          redaction.apply(String.valueOf(refused.getMessage())),
          "See how its tasks are with: sluice status",
          refused);
    }
  }
}
