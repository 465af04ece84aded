package io.sluice.kafka.access;

import io.sluice.kafka.access.Greeting.Tongue;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look through a Kafka's door with the settings of its clients: whether somebody is there, speaks
 * what is expected, and lets these in. Kafka's own clients wait a minute for some of that, and say
 * of none what to do. Safe for use by several threads.
 */
public final class KafkaDoor {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaDoor.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final Map<String, String> client;
  private final String servers;
  private final String protocol;

  /**
   * @param client settings of a Kafka client, secrets in place, {@code bootstrap.servers} among
   *     them
   */
  public KafkaDoor(Map<String, String> client) {
    this.client = Map.copyOf(client);
    servers = client.getOrDefault("bootstrap.servers", "");
    protocol =
        client.getOrDefault("security.protocol", "PLAINTEXT").strip().toUpperCase(Locale.ROOT);
  }

  /**
   * Looks, and leaves.
   *
   * @throws KafkaAccessException when one would not get in
   */
  public void look() {
    open().close(Duration.ZERO);
  }

  /**
   * Goes in.
   *
   * @return who has been let in; to be closed
   * @throws KafkaAccessException when one does not get in
   */
  public Admin open() {
    checkProtocol();
    greet();
    Admin admin = admin();
    try {
      admin.describeCluster().clusterId().get(ANSWER.toSeconds(), TimeUnit.SECONDS);
      return admin;
    } catch (ExecutionException e) {
      admin.close(Duration.ZERO);
      throw AccessFailures.of(where(), client, e.getCause());
    } catch (TimeoutException e) {
      admin.close(Duration.ZERO);
      throw AccessFailures.of(where(), client, e);
    } catch (InterruptedException e) {
      admin.close(Duration.ZERO);
      Thread.currentThread().interrupt();
      throw new KafkaAccessException("interrupted while " + where() + " answers", "Ask again.", e);
    }
  }

  private Admin admin() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.keySet().removeIf(key -> !isOfClient(key));
    settings.put("client.id", "sluice-door");
    settings.put("default.api.timeout.ms", Long.toString(ANSWER.toMillis()));
    settings.put("request.timeout.ms", Long.toString(ANSWER.toMillis()));
    settings.put("enable.metrics.push", "false");
    try {
      return Admin.create(settings);
    } catch (KafkaException e) {
      throw AccessFailures.ofSettings(client, e);
    }
  }

  /** A worker has many more; providers resolve what refers to secrets. */
  private static boolean isOfClient(String key) {
    return AdminClientConfig.configNames().contains(key)
        || ClientSecurity.isOne(key)
        || key.startsWith("config.providers");
  }

  /** A word that Kafka does not know is not taken for one that does not fit. */
  private void checkProtocol() {
    if (!SecurityProtocol.names().contains(protocol)) {
      throw new KafkaAccessException(
          "security.protocol: expected one of "
              + String.join(", ", SecurityProtocol.names())
              + " but found '"
              + protocol
              + "'",
          "Mind its spelling.",
          null);
    }
  }

  /** One that answers is enough; of several that do not, the first says why. */
  private void greet() {
    List<KafkaAccessException> failures = new ArrayList<>();
    for (String server : servers.split(",", -1)) {
      try {
        judge(server.strip());
        return;
      } catch (KafkaAccessException e) {
        failures.add(e);
      }
    }
    KafkaAccessException first = failures.get(0);
    failures.subList(1, failures.size()).forEach(first::addSuppressed);
    throw first;
  }

  private void judge(String server) {
    String host = Utils.getHost(server);
    Integer port = Utils.getPort(server);
    if (host == null || port == null) {
      throw new KafkaAccessException(
          "bootstrap.servers: expected host:port but found '" + server + "'",
          "Name brokers as in kafka1:9092,kafka2:9092.",
          null);
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new KafkaAccessException(
          "there is no host " + host + ", which bootstrap.servers names",
          "Mind its spelling, and the name service of this machine.",
          null);
    }
    boolean tls = protocol.endsWith("SSL");
    Tongue tongue;
    try {
      tongue = new Greeting(address, CONNECT).ask(tls);
    } catch (ConnectException e) {
      throw new KafkaAccessException(
          "nobody listens at " + server, "Is Kafka running, and is that its port?", e);
    } catch (IOException e) {
      throw new KafkaAccessException(
          server + " does not answer within " + CONNECT.toSeconds() + " s",
          "Is there a firewall in between?",
          e);
    }
    LOG.debug("{} speaks {}", server, tongue);
    compare(server, tongue, tls);
  }

  private void compare(String server, Tongue tongue, boolean tls) {
    boolean login = protocol.startsWith("SASL_");
    if (tongue == Tongue.SOMETHING_ELSE) {
      throw new KafkaAccessException(
          "who listens at " + server + " is no Kafka broker", "Mind the port.", null);
    }
    if (tongue.isTls() && !tls) {
      throw expected(server, "speaks TLS", tongue);
    }
    if (!tongue.isTls() && tls) {
      throw expected(server, "does not speak TLS", tongue);
    }
    if (!login && (tongue == Tongue.TLS_WITH_LOGIN || tongue == Tongue.PLAIN_WITH_LOGIN)) {
      throw expected(server, "wants a login (SASL)", tongue);
    }
    if (login && (tongue == Tongue.TLS || tongue == Tongue.PLAIN)) {
      throw expected(server, "knows no login (SASL)", tongue);
    }
  }

  private KafkaAccessException expected(String server, String does, Tongue tongue) {
    String right =
        switch (tongue) {
          case PLAIN -> "PLAINTEXT";
          case PLAIN_WITH_LOGIN -> "SASL_PLAINTEXT, with sasl.mechanism and sasl.jaas.config";
          case TLS_WITH_LOGIN -> "SASL_SSL, with sasl.mechanism and sasl.jaas.config";
          default -> "SSL";
        };
    return new KafkaAccessException(
        "Kafka at " + server + " " + does + ", and security.protocol is " + protocol,
        "Say security.protocol=" + right + ", or name another port.",
        null);
  }

  private String where() {
    return "Kafka at " + servers;
  }
}
