package io.sluice.connector.postgres.jmx;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MBean that knows whether it is registered. It takes over a name that another one has, whose
 * owner is then about to end, and gives back only what is still its own. Thread-safe.
 */
public final class OwnBean extends StandardMBean implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OwnBean.class);

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private volatile @Nullable ObjectName registered;

  /**
   * @param implementation what is asked
   * @param type its interface, an MXBean's
   */
  public <T> OwnBean(T implementation, Class<T> type) {
    super(implementation, type, true);
  }

  /**
   * Makes this the bean of a name.
   *
   * @throws JMException when the server does not take it
   */
  public void register(ObjectName name) throws JMException {
    try {
      server.registerMBean(this, name);
    } catch (InstanceAlreadyExistsException e) {
      takeAway(name);
      server.registerMBean(this, name);
    }
    registered = name;
  }

  /** What the bean of a name says of itself; null if there is none, or it does not say it. */
  public static @Nullable Object attribute(ObjectName name, String attribute) {
    try {
      return ManagementFactory.getPlatformMBeanServer().getAttribute(name, attribute);
    } catch (JMException none) {
      LOG.debug("{} does not tell {}", name, attribute, none);
      return null;
    }
  }

  private void takeAway(ObjectName name) throws MBeanRegistrationException {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      LOG.debug("{} was taken away at the same moment", name, e);
    }
  }

  /** Called by the server when somebody, perhaps another bean, took the name. */
  @Override
  public void postDeregister() {
    super.postDeregister();
    registered = null;
  }

  @Override
  public void close() {
    ObjectName mine = registered;
    if (mine != null) {
      try {
        takeAway(mine);
      } catch (MBeanRegistrationException e) {
        LOG.debug("Taking {} away failed", mine, e);
      }
    }
  }
}
