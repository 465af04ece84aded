package io.sluice.connector.postgres.signal;

import org.jspecify.annotations.Nullable;

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

  /**
   * The same, and waits until it was executed or refused.
   *
   * @param millis how long to wait
   * @return why it cannot be executed, or what of it cannot; empty when all is under way; null when
   *     the task has not come to it within the time: it will, while it runs
   */
  @Nullable String execute(String id, String type, String data, long millis);
}
