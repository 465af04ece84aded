package io.sluice.plugin.resolve;

import io.sluice.plugin.InstallException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository's URL and the login that somebody wrote into it. Told apart by text: passwords hold
 * characters that no URL may have, and a parser that fails leaves them where they are.
 *
 * @param address without the login: what errors and logs may name. Invariant 9.
 * @param login {@code user:password} or {@code user}, decoded; empty for none
 */
record RepositoryUrl(String address, Optional<String> login) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+]");
  private static final Pattern HOST_AND_PORT = Pattern.compile("(" + HOST + "):[0-9]*");

  /**
   * Reads what the settings of repository {@code id} say.
   *
   * @throws InstallException where a login may end in more than one place
   */
  static RepositoryUrl of(String id, String url) {
    int start = url.indexOf("//") + 2;
    int last = url.lastIndexOf('@');
    if (start < 2 || last < start) {
      return new RepositoryUrl(url, Optional.empty());
    }
    String authority = url.substring(start).split("[/?#]", 2)[0];
    int end = authority.lastIndexOf('@');
    if (HOST.matcher(authority).matches()) {
      return new RepositoryUrl(url, Optional.empty()); // the @ is one of the path
    }
    // What looks like a host and its port may be a user and half of a password.
    if (end >= 0 && start + end != last || HOST_AND_PORT.matcher(authority).matches()) {
      throw new InstallException(
          InstallException.Kind.USAGE,
          "The URL of the Maven repository '"
              + id
              + "' has an @ behind its first slash: whether a login ends there is not clear",
          "Write %40 for an @ of the path. A login belongs into <servers> of your Maven settings,"
              + " under this id.");
    }
    return new RepositoryUrl(
        url.substring(0, start) + url.substring(last + 1),
        Optional.of(decoded(url.substring(start, last))));
  }

  private static String decoded(String login) {
    try {
      return URLDecoder.decode(login.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return login; // a percent sign that means itself
    }
  }
}
