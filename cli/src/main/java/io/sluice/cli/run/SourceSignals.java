package io.sluice.cli.run;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Reaches the source connector of a pipeline that runs in this process. Connectors know nothing of
 * their engine; one that takes signals registers an MBean whose name says which connector it is,
 * and whose operation is Debezium's.
 */
final class SourceSignals {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private SourceSignals() {}

  /**
   * Hands a signal over and waits until it is executed, and the sinks have an offset that says so.
   *
   * @param data a JSON object as text
   * @throws CommandFailure when the pipeline's source takes none, says why it cannot execute it, or
   *     has not come to it within a while
   */
  static void send(String pipeline, String id, String type, String data) {
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
        throw new CommandFailure(
            ExitCode.FAILED,
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
      if (!refusal.toString().isEmpty()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "the source of pipeline " + pipeline + " cannot do that: " + refusal,
            null);
      }
    } catch (InstanceNotFoundException e) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "the source of pipeline " + pipeline + " takes no signals now",
          "Source postgres does, from the end of its first snapshot on",
          e);
    } catch (JMException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "the source of pipeline " + pipeline + " refused the signal", null, e);
    }
  }
}
