package io.sluice.connector.postgres.jmx;

import javax.management.JMException;
import javax.management.ObjectName;

/** Names of the MBeans that tell how a connector is: Debezium's. */
public final class BeanName {
  private BeanName() {}

  /**
   * Debezium's name; with the connector's behind it where another one of this process has that
   * already.
   *
   * @param context what is told, such as {@code snapshot}
   * @param server the {@code topic.prefix}, perhaps with further properties behind it
   * @param connector whose, as the bean's attribute {@code Connector} says
   * @throws JMException when the prefix is none that a name can have
   */
  public static ObjectName of(String context, String server, String connector) throws JMException {
    ObjectName usual =
        new ObjectName(
            "debezium.postgres:type=connector-metrics,context=" + context + ",server=" + server);
    Object holder = OwnBean.attribute(usual, "Connector");
    return holder == null || holder.equals(connector)
        ? usual
        : new ObjectName(usual + ",connector=" + ObjectName.quote(connector));
  }
}
