package io.sluice.connector.postgres.notification;

import java.util.List;

/** What JMX clients see. */
public interface NotificationsMXBean {

  /** The notifications since the last reset, at most the last thousand, each as JSON. */
  List<String> getNotifications();

  /** Forgets them. */
  void reset();
}
