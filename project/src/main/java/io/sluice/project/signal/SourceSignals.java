package io.sluice.project.signal;

import io.sluice.project.ProjectException;
import io.sluice.project.ProjectException.Kind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Reaches the source connector of a pipeline that runs in this process. Connectors know nothing of
 * their engine; one that takes signals registers an MBean whose name says which connector it is,
 * and whose operation is Debezium's. Safe for use by several threads.
 */
public final class SourceSignals {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private SourceSignals() {}

  /**
   * Hands a signal over and waits until it is executed, and the sinks have an offset that says so.
   *
   * @param data a JSON object as text
   * @throws ProjectException when the pipeline's source takes none, says why it cannot execute it,
   *     or has not come to it within a while
   */
  public static void send(String pipeline, String id, String type, String data) {
    ask(pipeline, id, type, data)
        .ifPresent(
            why -> {
              throw new ProjectException(Kind.FAILED, why, null);
            });
  }

  /**
   * The same, for whom it matters that the source refused it.
   *
   * @return a sentence on why the source cannot execute it, which is for who asked to mend; empty
   *     if it has executed it
   * @throws ProjectException when the pipeline's source takes none, or has not come to it within a
   *     while
   */
  public static Optional<String> ask(String pipeline, String id, String type, String data) {
    try {
      ObjectName bean =
          new ObjectName("io.sluice:type=signals,connector=" + ObjectName.quote(pipeline));
      String text = String.class.getName();
      Object refusal =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  bean,
                  "execute",
                  new Object[] {id, type, data, PATIENCE.toMillis()},
                  new String[] {text, text, text, long.class.getName()});
      if (refusal == null) {
        throw new ProjectException(
            Kind.FAILED,
            "the source of pipeline "
                + pipeline
                + " has the signal but has not executed it, or that is not durable, within "
                + PATIENCE.toSeconds()
                + " s",
            "It executes it between two transactions, as soon as the sinks have room, and the next"
                + " checkpoint makes it durable; the log of the run tells. If the run ends before,"
                + " send it again",
            null);
      }
      return Optional.of(refusal.toString())
          .filter(why -> !why.isEmpty())
          .map(why -> "the source of pipeline " + pipeline + " cannot do that: " + why);
    } catch (InstanceNotFoundException e) {
      throw new ProjectException(
          Kind.NOT_FOUND,
          "the source of pipeline " + pipeline + " takes no signals now",
          "Source postgres does, from the end of its first snapshot on; on Kafka, where its worker"
              + " is in the process that runs the pipeline",
          e);
    } catch (JMException e) {
      throw new ProjectException(
          Kind.FAILED, "the source of pipeline " + pipeline + " refused the signal", null, e);
    }
  }
}
