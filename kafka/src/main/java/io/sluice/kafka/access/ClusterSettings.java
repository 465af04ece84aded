package io.sluice.kafka.access;

import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** What {@code kafka} in a project file says, as Kafka's clients take it. */
public final class ClusterSettings {
  private static final Pattern FILE = Pattern.compile("ssl\\.(truststore|keystore)\\.location");

  private ClusterSettings() {}

  /**
   * For a client that is soon done: secrets in place, as they are now.
   *
   * @param folder of the project file, where relative paths start
   */
  public static Map<String, String> once(UnresolvedConfig said, Secrets secrets, Path folder) {
    Map<String, String> client = new LinkedHashMap<>(secrets.resolve(said));
    client.replaceAll(
        (key, value) ->
            FILE.matcher(key).matches() ? folder.resolve(value).normalize().toString() : value);
    return client;
  }

  /**
   * For a worker: what every client of Kafka understands, and user and password looked up at each
   * login.
   *
   * @param folder of the project file, where relative paths start
   */
  public static Map<String, String> forWorker(UnresolvedConfig said, Secrets secrets, Path folder) {
    Map<String, String> client =
        LoginReferences.keep(once(said, secrets, folder), said.values(), folder);
    client
        .keySet()
        .removeIf(
            key -> !AdminClientConfig.configNames().contains(key) && !ClientSecurity.isOne(key));
    client.remove(AdminClientConfig.CLIENT_ID_CONFIG);
    return client;
  }
}
