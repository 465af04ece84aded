package io.sluice.connector.table;

import java.lang.management.ManagementFactory;
import java.util.Hashtable;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a partition begins, as the consumer that Connect has for the task knows it. A task is not
 * handed its consumer; what that measures is in the platform's registry of beans, where anybody
 * finds it. One thread.
 */
final class LogStart {
  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final Pattern clients;

  /**
   * @param connector its name, by which Connect calls its consumers
   */
  LogStart(String connector) {
    // Behind it comes the number of the task; another connector's name may begin as this one's.
    clients = Pattern.compile(Pattern.quote("connector-consumer-" + connector + "-") + "[0-9]+");
  }

  /**
   * The first offset that the partition has, or a smaller one; empty where no consumer says it, as
   * in an engine that has none.
   *
   * @param position the next offset behind the records that the consumer has handed out last
   */
  OptionalLong of(TopicPartition partition, long position) {
    try {
      Hashtable<String, String> wanted = new Hashtable<>();
      wanted.put("type", "consumer-fetch-manager-metrics");
      wanted.put("client-id", "*");
      wanted.put("topic", "*");
      wanted.put("partition", String.valueOf(partition.partition()));
      for (ObjectName found : beans.queryNames(new ObjectName("kafka.consumer", wanted), null)) {
        if (isOf(found, partition.topic())) {
          double lead = ((Number) beans.getAttribute(found, "records-lead")).doubleValue();
          return lead >= 0 ? OptionalLong.of(position - (long) lead) : OptionalLong.empty();
        }
      }
    } catch (JMException e) {
      return OptionalLong.empty(); // The consumer has left the partition just now.
    }
    return OptionalLong.empty();
  }

  /** Kafka has called topics with underscores for dots there. */
  private boolean isOf(ObjectName found, String topic) {
    String called = plain(found.getKeyProperty("topic"));
    return clients.matcher(plain(found.getKeyProperty("client-id"))).matches()
        && (called.equals(topic) || called.equals(topic.replace('.', '_')));
  }

  private static String plain(String property) {
    return property.startsWith("\"") ? ObjectName.unquote(property) : property;
  }
}
