package io.sluice.cli.run;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Reaches the source connector of a pipeline that runs in this process. Connectors know nothing of
 * their engine; one that takes signals registers an MBean whose name says which connector it is,
 * and whose operation is Debezium's.
 */
final class SourceSignals {
  private SourceSignals() {}

  /**
   * Hands a signal over.
   *
   * @param data a JSON object as text
   * @throws CommandFailure when the pipeline's source takes none
   */
  static void send(String pipeline, String id, String type, String data) {
    try {
      ObjectName bean =
          new ObjectName("io.sluice:type=signals,connector=" + ObjectName.quote(pipeline));
      String text = String.class.getName();
      ManagementFactory.getPlatformMBeanServer()
          .invoke(bean, "signal", new Object[] {id, type, data}, new String[] {text, text, text});
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
