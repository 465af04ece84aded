package io.sluice.bench.kafka;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the worker in this process counts of a connector's only task, from that task's start on. */
public final class TaskCount {

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final String type;
  private final String connector;
  private final String attribute;

  private TaskCount(String type, String connector, String attribute) {
    this.type = type;
    this.connector = connector;
    this.attribute = attribute;
  }

  /** Records that a source has in its topics. */
  public static TaskCount written(String connector) {
    return new TaskCount("source-task-metrics", connector, "source-record-write-total");
  }

  /** Records that a sink was given. */
  public static TaskCount given(String connector) {
    return new TaskCount("sink-task-metrics", connector, "sink-record-read-total");
  }

  /** 0 while there is no task. */
  public long now() {
    try {
      ObjectName bean =
          new ObjectName("kafka.connect:type=" + type + ",connector=" + connector + ",task=0");
      return beans.isRegistered(bean)
          ? ((Number) beans.getAttribute(bean, attribute)).longValue()
          : 0;
    } catch (JMException gone) {
      return 0; // The task has ended between the question and the answer.
    }
  }
}
