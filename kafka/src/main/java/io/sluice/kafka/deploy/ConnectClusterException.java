package io.sluice.kafka.deploy;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Connect cluster did not do what it was asked for. */
public final class ConnectClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the matter is, so that a caller knows what to do. */
  public enum Kind {
    /** Nobody answers, or not in time. */
    UNREACHABLE,
    /** They do not agree about TLS; the message says what to do. */
    TLS,
    /** It wants to know who asks, or does not allow it to that one. */
    LOGIN,
    /** There is no such connector. */
    NOT_FOUND,
    /** It answered that it does not do that; nothing was done. */
    REFUSED,
    /** It failed while it did it, or does it still (statuses from 500): nobody knows how far. */
    FAILED
  }

  /**
   * How Kafka Connect says that it has no such class, or not in this version. What a plugin says of
   * its own, a host that is not found among it, does not begin so. Asked again, Connect puts the
   * exception's name before it.
   */
  private static final Pattern WITHOUT_PLUGIN =
      Pattern.compile(
          "^the Connect cluster at \\S+ answered \\S+ \\S+ with \\d+:"
              + " (?:org\\.apache\\.kafka\\.connect\\.errors\\.\\w+: )?"
              + "(Failed to find any class that implements "
              + "|Plugin \\S+ not found that matches the version range )");

  private final Kind kind;

  /**
   * @param message where, and what it said; no secret, no value of a row
   */
  public ConnectClusterException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What the matter is. */
  public Kind kind() {
    return kind;
  }

  /** Whether the cluster answered that it does not have the plugin, or not in this version. */
  public boolean lacksPlugin() {
    return WITHOUT_PLUGIN.matcher(String.valueOf(getMessage())).find();
  }
}
