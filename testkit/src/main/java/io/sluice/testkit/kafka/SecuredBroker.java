package io.sluice.testkit.kafka;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka in this process that asks who comes: users with passwords (SCRAM-SHA-512), TLS with
 * certificates of the test's own, and rights (ACLs). It can be reached through several {@link
 * Door}s, of which some are wrong on purpose. A session is over after some seconds, and its client
 * has to say its password again. For one thread.
 */
public final class SecuredBroker implements AutoCloseable {
  /** Who may do everything. */
  public static final String ADMIN = "admin";

  /** How long a session lasts before the password is asked for again, in milliseconds. */
  public static final int SESSION_MS = 3_000;

  private static final int ITERATIONS = 4_096;

  /** A way in. */
  public enum Door {
    /** TLS and a password. */
    CLIENTS("SASL_SSL"),
    /** The same with a certificate that is over. */
    EXPIRED("SASL_SSL"),
    /** The same with the certificate of another host. */
    MISNAMED("SASL_SSL"),
    /** TLS, and the client shows a certificate as well. */
    MUTUAL("SSL"),
    /** A password, and no TLS. */
    UNENCRYPTED("SASL_PLAINTEXT"),
    /** Neither: whoever comes may do everything. */
    OPEN("PLAINTEXT");

    private final String protocol;

    Door(String protocol) {
      this.protocol = protocol;
    }

    /** As {@code security.protocol} of a client calls it. */
    public String protocol() {
      return protocol;
    }
  }

  private final KafkaRaftServer server;
  private final Map<Door, Integer> ports;
  private final CertificateAuthority authority;
  private final Admin admin;

  private SecuredBroker(
      KafkaRaftServer server, Map<Door, Integer> ports, CertificateAuthority authority) {
    this.server = server;
    this.ports = ports;
    this.authority = authority;
    admin = Admin.create(Map.of("bootstrap.servers", address(Door.OPEN)));
  }

  /** A new one, its data and certificates in this folder; the clock is for the certificates. */
  public static SecuredBroker start(Path folder, Clock clock) {
    Map<Door, Integer> ports = new EnumMap<>(Door.class);
    for (Door door : Door.values()) {
      ports.put(door, FreePort.claim());
    }
    CertificateAuthority authority = new CertificateAuthority(folder, "test-ca", clock);
    Path data = folder.resolve("data");
    format(data);
    KafkaRaftServer server =
        new KafkaRaftServer(new KafkaConfig(settings(data, ports, authority), false), Time.SYSTEM);
    server.startup();
    return new SecuredBroker(server, ports, authority);
  }

  /** Where clients find it. */
  public String address(Door door) {
    return "localhost:" + ports.get(door);
  }

  /** Who has signed its certificates, the bad ones included. */
  public CertificateAuthority authority() {
    return authority;
  }

  /** Makes a user, or gives one another password. */
  public void user(String name, String password) {
    done(
        admin
            .alterUserScramCredentials(
                List.of(
                    new UserScramCredentialUpsertion(
                        name,
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                        password)))
            .all());
  }

  /** Gives a user rights to everything of a kind whose name begins so; empty for all there is. */
  public void allow(String user, ResourceType type, String prefix, AclOperation... operations) {
    ResourcePattern pattern =
        prefix.isEmpty()
            ? new ResourcePattern(type, ResourcePattern.WILDCARD_RESOURCE, PatternType.LITERAL)
            : new ResourcePattern(type, prefix, PatternType.PREFIXED);
    done(
        admin
            .createAcls(
                Arrays.stream(operations)
                    .map(
                        operation ->
                            new AclBinding(
                                pattern,
                                new AccessControlEntry(
                                    "User:" + user, "*", operation, AclPermissionType.ALLOW)))
                    .toList())
            .all());
  }

  /**
   * What a client needs for {@link Door#CLIENTS}, in Kafka's words; the password as it is given.
   */
  public Map<String, String> client(String user, String password) {
    Map<String, String> client = new HashMap<>();
    client.put("bootstrap.servers", address(Door.CLIENTS));
    client.put("security.protocol", Door.CLIENTS.protocol());
    client.put("sasl.mechanism", "SCRAM-SHA-512");
    client.put("sasl.jaas.config", login(user, password));
    client.put("ssl.truststore.location", authority.truststore().toString());
    client.put("ssl.truststore.password", CertificateAuthority.PASSWORD);
    return client;
  }

  /** {@code sasl.jaas.config} of a user. */
  public static String login(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
        + user
        + "\" password=\""
        + password
        + "\";";
  }

  /** Asks it as one who may do everything. */
  public Admin admin() {
    return admin;
  }

  @Override
  public void close() {
    admin.close();
    server.shutdown();
    server.awaitShutdown();
  }

  private static void done(KafkaFuture<?> future) {
    try {
      future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The broker does not do it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void format(Path data) {
    try {
      Files.createDirectories(data);
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(data.toString()))
          .setMetadataLogDirectory(data.toString())
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + data, e);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot format " + data, e);
    }
  }

  private static Map<String, String> settings(
      Path data, Map<Door, Integer> ports, CertificateAuthority authority) {
    int controller = FreePort.claim();
    Map<String, String> all = new HashMap<>();
    all.put("process.roles", "broker,controller");
    all.put("node.id", "1");
    all.put("controller.quorum.voters", "1@localhost:" + controller);
    all.put("controller.listener.names", "CONTROLLER");
    all.put(
        "listeners",
        listeners(ports, "%s://localhost:%d") + ",CONTROLLER://localhost:" + controller);
    all.put("advertised.listeners", listeners(ports, "%s://localhost:%d"));
    all.put(
        "listener.security.protocol.map",
        Arrays.stream(Door.values())
                .map(door -> door.name() + ":" + door.protocol())
                .collect(Collectors.joining(","))
            + ",CONTROLLER:PLAINTEXT");
    all.put("inter.broker.listener.name", Door.OPEN.name());
    all.put("log.dirs", data.toString());
    all.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    all.put("connections.max.reauth.ms", Integer.toString(SESSION_MS));
    all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    all.put("super.users", "User:ANONYMOUS;User:" + ADMIN);
    for (Door door : List.of(Door.CLIENTS, Door.EXPIRED, Door.MISNAMED, Door.UNENCRYPTED)) {
      all.put(
          prefix(door) + "scram-sha-512.sasl.jaas.config",
          "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }
    keystore(all, Door.CLIENTS, authority.keystore("broker", "localhost"));
    keystore(all, Door.EXPIRED, authority.expiredKeystore("expired", "localhost"));
    keystore(all, Door.MISNAMED, authority.keystore("misnamed", "kafka.example.com"));
    keystore(all, Door.MUTUAL, authority.keystore("mutual", "localhost"));
    all.put(prefix(Door.MUTUAL) + "ssl.client.auth", "required");
    all.put(prefix(Door.MUTUAL) + "ssl.truststore.location", authority.truststore().toString());
    all.put(prefix(Door.MUTUAL) + "ssl.truststore.password", CertificateAuthority.PASSWORD);
    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      all.put(topic + ".num.partitions", "1");
      all.put(topic + ".replication.factor", "1");
    }
    all.put("transaction.state.log.min.isr", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("log.cleaner.dedupe.buffer.size", "4194304");
    all.put("num.network.threads", "1");
    all.put("num.io.threads", "2");
    return all;
  }

  private static void keystore(Map<String, String> all, Door door, Path store) {
    all.put(prefix(door) + "ssl.keystore.location", store.toString());
    all.put(prefix(door) + "ssl.keystore.password", CertificateAuthority.PASSWORD);
  }

  private static String prefix(Door door) {
    return "listener.name." + door.name().toLowerCase(Locale.ROOT) + ".";
  }

  private static String listeners(Map<Door, Integer> ports, String format) {
    return ports.entrySet().stream()
        .map(each -> String.format(format, each.getKey().name(), each.getValue()))
        .collect(Collectors.joining(","));
  }
}
