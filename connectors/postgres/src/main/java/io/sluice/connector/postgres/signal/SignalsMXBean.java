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
   * The same, and waits until it was refused, or until it was executed and that is durable in all
   * sinks, so that no crash undoes it.
   *
   * @param millis how long to wait
   * @return why it cannot be executed, or what of it cannot; empty when all is under way and a
   *     restart goes on with it; null when it has not come to that within the time: it will, while
   *     the task runs
   */
  @Nullable String execute(String id, String type, String data, long millis);
}
