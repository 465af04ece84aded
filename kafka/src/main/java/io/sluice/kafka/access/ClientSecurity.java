package io.sluice.kafka.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which settings of a Kafka client say how it gets in. */
public final class ClientSecurity {
  /** Of whom Connect wants to hear everything once more. */
  private static final List<String> CLIENTS = List.of("producer.", "consumer.", "admin.");

  private ClientSecurity() {}

  /** Whether it is one of them, such as {@code security.protocol} or {@code sasl.mechanism}. */
  public static boolean isOne(String key) {
    return key.startsWith("sasl.")
        || key.startsWith("ssl.")
        || key.equals("security.protocol")
        || key.equals("security.providers");
  }

  /**
   * What a Connect worker has to be told besides: its settings are its own, and the clients of its
   * connectors take nothing from them. Each of the three gets what the worker has, unless it was
   * said to be otherwise.
   *
   * @param worker settings of a worker
   * @return what is missing
   */
  public static Map<String, String> forConnectors(Map<String, String> worker) {
    Map<String, String> missing = new HashMap<>();
    worker.forEach(
        (key, value) -> {
          if (isOne(key)) {
            CLIENTS.stream()
                .filter(client -> !worker.containsKey(client + key))
                .forEach(client -> missing.put(client + key, value));
          }
        });
    return missing;
  }
}
