package io.sluice.project.guard;

import io.sluice.state.postgres.PostgresAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * The PostgreSQL database that the state is in, and whether settings lead to it: by a URL, or by
 * host, port and database in settings of their own as Debezium has them. Names of one machine are
 * taken together, by their addresses. What forwards to it from another port is not seen.
 */
final class StateServer {
  private static final String JDBC = "jdbc:postgresql:";

  /** The driver's, and that of PostgreSQL's own library, which has the login before the host. */
  private static final Pattern URL =
      Pattern.compile("(jdbc:postgresql:|postgres(?:ql)?://(?:[^/@\\s]*@)?)([^\\s'\"]*)");

  private static final Pattern HOST_KEY =
      Pattern.compile("(?i)(?:.*[._-])?(?:hostname|host|server|servername|pghost)");
  private static final Pattern PORT_KEY =
      Pattern.compile("(?i)(?:.*[._-])?(?:port|portnumber|pgport)");
  private static final Pattern DATABASE_KEY =
      Pattern.compile("(?i)(?:.*[._-])?(?:dbname|database|databasename|db|pgdbname)");
  private static final String USUAL_PORT = "5432";
  private static final String DATABASE_NAME = "database.name";

  /** The table sink's prefix of properties of its driver. */
  private static final String DRIVER = "driver.";

  /**
   * Where a connection goes.
   *
   * @param hosts one of them answers
   * @param ports one for each host; one for all where there is one
   * @param database null where it is called as the user is
   */
  private record Endpoint(List<String> hosts, List<String> ports, @Nullable String database) {}

  private final Endpoint state;
  private final @Nullable String user;

  StateServer(PostgresAddress address) {
    this.state = endpoint(address.url(), new Properties()).orElseThrow();
    this.user = address.user();
  }

  /** The setting that names it; empty if none does. */
  Optional<String> namedIn(Map<String, String> settings) {
    Properties ofDriver = new Properties();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(DRIVER)) {
            ofDriver.setProperty(key.substring(DRIVER.length()), value);
          }
        });
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      Matcher url = URL.matcher(setting.getValue());
      while (url.find()) {
        String plain = url.group(1).startsWith(JDBC) ? url.group(2) : "//" + url.group(2);
        if (endpoint(JDBC + plain, ofDriver)
            .filter(found -> isState(found, settings))
            .isPresent()) {
          return Optional.of(setting.getKey());
        }
      }
    }
    return settings.keySet().stream()
        .filter(key -> HOST_KEY.matcher(key).matches())
        .filter(
            key -> separate(settings, key).filter(found -> isState(found, settings)).isPresent())
        .findFirst();
  }

  private static Optional<Endpoint> separate(Map<String, String> settings, String hostKey) {
    List<String> ports = valuesOf(settings, PORT_KEY);
    return Optional.ofNullable(settings.get(DATABASE_NAME))
        .or(() -> valuesOf(settings, DATABASE_KEY).stream().findFirst())
        .map(
            database ->
                new Endpoint(
                    listed(settings.get(hostKey)),
                    ports.isEmpty() ? List.of(USUAL_PORT) : ports,
                    database));
  }

  private static List<String> valuesOf(Map<String, String> settings, Pattern keys) {
    return settings.entrySet().stream()
        .filter(setting -> keys.matcher(setting.getKey()).matches())
        .map(setting -> setting.getValue().strip())
        .toList();
  }

  private static Optional<Endpoint> endpoint(String url, Properties defaults) {
    Properties parts = Driver.parseURL(url, defaults);
    return parts == null
        ? Optional.empty()
        : Optional.of(
            new Endpoint(
                listed(PGProperty.PG_HOST.getOrDefault(parts)),
                listed(PGProperty.PG_PORT.getOrDefault(parts)),
                PGProperty.PG_DBNAME.getOrDefault(parts)));
  }

  private static List<String> listed(@Nullable String text) {
    return text == null
        ? List.of("localhost")
        : Arrays.stream(text.split(",")).map(String::strip).toList();
  }

  private boolean isState(Endpoint named, Map<String, String> settings) {
    return isDatabase(named, settings.values())
        && named.ports().stream().anyMatch(state.ports()::contains)
        && named.hosts().stream().anyMatch(this::isHost);
  }

  /** Who names no database gets the one that is called as the user is, who stands in a setting. */
  private boolean isDatabase(Endpoint named, Collection<String> values) {
    String ours = state.database() == null ? user : state.database();
    String theirs = named.database();
    if (ours == null) {
      return true;
    }
    return theirs == null || theirs.isEmpty() ? values.contains(ours) : ours.equals(theirs);
  }

  private boolean isHost(String host) {
    return state.hosts().stream().anyMatch(ours -> isSameMachine(ours, host));
  }

  private static boolean isSameMachine(String one, String other) {
    if (plain(one).equals(plain(other))) {
      return true;
    }
    Set<InetAddress> here = addresses(one);
    Set<InetAddress> there = addresses(other);
    return (here.stream().anyMatch(StateServer::isOurs)
            && there.stream().anyMatch(StateServer::isOurs))
        || here.stream().anyMatch(there::contains);
  }

  private static String plain(String host) {
    return host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]|\\.$", "");
  }

  private static Set<InetAddress> addresses(String host) {
    try {
      return new HashSet<>(Arrays.asList(InetAddress.getAllByName(plain(host))));
    } catch (UnknownHostException e) {
      return Set.of(); // Nobody gets there either.
    }
  }

  /** Whether it is an address of this machine. */
  private static boolean isOurs(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}
