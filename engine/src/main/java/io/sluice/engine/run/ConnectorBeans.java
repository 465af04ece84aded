package io.sluice.engine.run;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What connectors of change data tell of themselves: by MBeans with Debezium's names and
 * attributes, one for each task. Of several connectors of one process with the same {@code
 * topic.prefix} those that tell their name are told apart, as ours do. Thread-safe.
 */
final class ConnectorBeans {
  private static final Logger log = LoggerFactory.getLogger(ConnectorBeans.class);
  private static final String CONNECTOR = "Connector";

  private final String connector;
  private final Supplier<Optional<String>> prefix;
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  /**
   * @param connector name of the source's connector, which is its pipeline's
   * @param prefix the source's {@code topic.prefix}; empty if it has none, or it is not known yet
   */
  ConnectorBeans(String connector, Supplier<Optional<String>> prefix) {
    this.connector = connector;
    this.prefix = prefix;
  }

  /**
   * What its tasks tell now; empty where none does.
   *
   * @param context what of, such as {@code snapshot}
   * @param attributes those that are missing are left out
   */
  List<Map<String, Object>> ask(String context, List<String> attributes) {
    return prefix.get().map(server -> ask(context, server, attributes)).orElse(List.of());
  }

  private List<Map<String, Object>> ask(String context, String prefix, List<String> attributes) {
    List<String> asked = new ArrayList<>(attributes);
    asked.add(CONNECTOR);
    List<Map<String, Object>> found = new ArrayList<>();
    try {
      ObjectName pattern =
          new ObjectName(
              "debezium.*:type=connector-metrics,context="
                  + context
                  + ",server="
                  + (prefix.matches("[A-Za-z0-9._-]+") ? prefix : ObjectName.quote(prefix))
                  + ",*");
      for (ObjectName name : server.queryNames(pattern, null)) {
        Map<String, Object> values = new HashMap<>();
        for (Attribute attribute :
            server.getAttributes(name, asked.toArray(String[]::new)).asList()) {
          values.put(attribute.getName(), attribute.getValue());
        }
        if (isOurs(values)) {
          found.add(values);
        }
      }
    } catch (JMException | RuntimeException gone) {
      log.debug("The source of {} cannot be asked for its {}", connector, context, gone);
    }
    return found;
  }

  /** Who does not say whose it is has its prefix for itself. */
  private boolean isOurs(Map<String, Object> task) {
    return !(task.get(CONNECTOR) instanceof String whose) || whose.equals(connector);
  }
}
