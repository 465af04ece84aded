package io.sluice.connector.postgres.notification;

import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifications over JMX: kept to be asked for, and sent to who listens. */
final class NoticeBean extends NotificationBroadcasterSupport
    implements NotificationsMXBean, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NoticeBean.class);
  private static final String TYPE = "debezium.notification";
  private static final int MOST = 1_000;

  private final ArrayDeque<String> kept = new ArrayDeque<>();
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private @Nullable ObjectName name;
  private long sequence;

  NoticeBean(String prefix) {
    super(
        new MBeanNotificationInfo(
            new String[] {TYPE}, Notification.class.getName(), "What the task tells of itself"));
    String value = prefix.matches("[\\w.-]+") ? prefix : ObjectName.quote(prefix);
    try {
      ObjectName wanted =
          new ObjectName("debezium.postgres:type=management,context=notifications,server=" + value);
      server.registerMBean(this, wanted);
      name = wanted;
    } catch (JMException e) {
      LOG.warn("No notifications over JMX: the MBean of {} cannot be registered", prefix, e);
    }
  }

  void add(Notice notice) {
    String json = notice.json();
    Notification sent;
    synchronized (this) {
      if (kept.size() == MOST) {
        kept.remove();
      }
      kept.add(json);
      sent =
          new Notification(
              TYPE,
              name == null ? this : name,
              sequence++,
              notice.timestamp(),
              notice.aggregateType() + " generated a notification");
    }
    sent.setUserData(json);
    sendNotification(sent);
  }

  @Override
  public synchronized List<String> getNotifications() {
    return List.copyOf(kept);
  }

  @Override
  public synchronized void reset() {
    kept.clear();
  }

  @Override
  public void close() {
    if (name != null) {
      try {
        server.unregisterMBean(name);
      } catch (JMException e) {
        LOG.debug("{} is not registered any more", name, e);
      }
      name = null;
    }
  }
}
