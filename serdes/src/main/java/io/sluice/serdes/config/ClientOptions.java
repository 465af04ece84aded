package io.sluice.serdes.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** How the registry is reached. */
public final class ClientOptions {
  public static final String URL = "schema.registry.url";
  public static final String RANDOMIZE = "schema.registry.url.randomize";
  public static final String BASIC_SOURCE = "basic.auth.credentials.source";
  public static final String USER_INFO = "basic.auth.user.info";
  public static final String REGISTRY_USER_INFO = "schema.registry.basic.auth.user.info";
  public static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  public static final String BEARER_TOKEN = "bearer.auth.token";
  public static final String PROXY_HOST = "proxy.host";
  public static final String PROXY_PORT = "proxy.port";
  public static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
  public static final String READ_TIMEOUT = "http.read.timeout.ms";
  public static final String MAX_RETRIES = "max.retries";
  public static final String RETRIES_WAIT = "retries.wait.ms";
  public static final String RETRIES_MAX_WAIT = "retries.max.wait.ms";
  public static final String MAX_SCHEMAS = "max.schemas.per.subject";
  public static final String LATEST_SIZE = "latest.cache.size";
  public static final String LATEST_TTL = "latest.cache.ttl.sec";
  public static final String MISSING_TTL = "missing.cache.ttl.sec";

  /** What is before the names of Kafka's own settings of TLS. */
  public static final String SSL_PREFIX = "schema.registry.";

  /** What is before the names of headers that each request is to have. */
  public static final String HEADER_PREFIX = "request.header.";

  private ClientOptions() {}

  /** Adds them to a definition, and returns it. */
  public static ConfigDef define(ConfigDef options) {
    return timing(caches(credentials(addresses(options))));
  }

  private static ConfigDef addresses(ConfigDef options) {
    return options
        .define(
            URL,
            Type.LIST,
            ConfigDef.NO_DEFAULT_VALUE,
            Importance.HIGH,
            "The registry, as a list of URLs with commas between: another one is asked when one"
                + " does not answer.")
        .define(
            RANDOMIZE,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether to begin with any of the URLs, and not with the first one, so that many"
                + " clients share the work.")
        .define(
            PROXY_HOST, Type.STRING, "", Importance.LOW, "The HTTP proxy's host; none if empty.")
        .define(PROXY_PORT, Type.INT, -1, Importance.LOW, "The HTTP proxy's port.");
  }

  private static ConfigDef credentials(ConfigDef options) {
    return options
        .define(
            BASIC_SOURCE,
            Type.STRING,
            "",
            ValidString.in("", "URL", "USER_INFO", "SASL_INHERIT"),
            Importance.MEDIUM,
            "Where user and password come from: URL (http://user:password@host), USER_INFO ("
                + USER_INFO
                + ") or SASL_INHERIT (sasl.jaas.config). If empty, the URL's, else "
                + USER_INFO
                + ".")
        .define(
            USER_INFO, Type.PASSWORD, "", Importance.MEDIUM, "User and password as user:password.")
        .define(
            REGISTRY_USER_INFO,
            Type.PASSWORD,
            "",
            Importance.MEDIUM,
            "As " + USER_INFO + "; counts more.")
        .define(
            BEARER_SOURCE,
            Type.STRING,
            "STATIC_TOKEN",
            ValidString.in("STATIC_TOKEN"),
            Importance.MEDIUM,
            "Where the bearer token comes from: STATIC_TOKEN (" + BEARER_TOKEN + ").")
        .define(
            BEARER_TOKEN,
            Type.PASSWORD,
            "",
            Importance.MEDIUM,
            "The token that each request has as its bearer.");
  }

  private static ConfigDef timing(ConfigDef options) {
    return options
        .define(
            CONNECT_TIMEOUT,
            Type.INT,
            60_000,
            Range.atLeast(1),
            Importance.LOW,
            "How many milliseconds a connection may take.")
        .define(
            READ_TIMEOUT,
            Type.INT,
            60_000,
            Range.atLeast(1),
            Importance.LOW,
            "How many milliseconds an answer may take.")
        .define(
            MAX_RETRIES,
            Type.INT,
            3,
            Range.atLeast(0),
            Importance.LOW,
            "How often all URLs are asked again when none of them answers.")
        .define(
            RETRIES_WAIT,
            Type.INT,
            1000,
            Range.atLeast(0),
            Importance.LOW,
            "How many milliseconds at most to wait before the first time; twice as long each time"
                + " after.")
        .define(
            RETRIES_MAX_WAIT,
            Type.INT,
            20_000,
            Range.atLeast(0),
            Importance.LOW,
            "How many milliseconds at most to wait before any time.");
  }

  private static ConfigDef caches(ConfigDef options) {
    return options
        .define(
            MAX_SCHEMAS,
            Type.INT,
            1000,
            Range.atLeast(1),
            Importance.LOW,
            "How many schemas are remembered.")
        .define(
            LATEST_SIZE,
            Type.INT,
            1000,
            Range.atLeast(1),
            Importance.LOW,
            "Of how many subjects the newest version is remembered.")
        .define(
            LATEST_TTL,
            Type.LONG,
            -1L,
            Importance.LOW,
            "For how many seconds a newest version is remembered; -1: for ever.")
        .define(
            MISSING_TTL,
            Type.LONG,
            1L,
            Range.atLeast(0),
            Importance.LOW,
            "For how many seconds it is remembered that the registry has no such schema; 0: not"
                + " at all.");
  }
}
