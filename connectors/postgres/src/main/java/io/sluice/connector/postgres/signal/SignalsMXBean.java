package io.sluice.connector.postgres.signal;

/** What can be called over JMX; name and arguments are Debezium's. */
public interface SignalsMXBean {

  /**
   * Takes a signal, which is executed soon after.
   *
   * @param id told in notifications and logs
   * @param type what to do, such as {@code execute-snapshot}
   * @param data the details, a JSON object as text
   */
  void signal(String id, String type, String data);
}
