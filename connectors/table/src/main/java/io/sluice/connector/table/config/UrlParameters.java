package io.sluice.connector.table.config;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a driver's URL says more than where the database is. The drivers let that win over properties
 * that they are given, so that it could undo what the sink decides.
 *
 * @param start what stands before the first parameter; empty where nothing is known of the URL
 * @param separator what stands between two of them
 * @param caseMatters whether the driver minds upper and lower case of their names there
 * @param server whether the URL names a server, which has no place for a login
 */
public record UrlParameters(String start, String separator, boolean caseMatters, boolean server) {
  /** Nothing is known of the URL. */
  public static final UrlParameters UNKNOWN = new UrlParameters("", "", true, false);

  /** Their names, as they are written. None of the drivers reads a name in escapes. */
  Set<String> names(String url) {
    Set<String> names = new LinkedHashSet<>();
    int from = start.isEmpty() ? -1 : url.indexOf(start);
    if (from >= 0) {
      for (String parameter : url.substring(from + start.length()).split(separator, -1)) {
        String name = parameter.split("=", 2)[0].strip();
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** Whether a parameter is one of these properties. */
  boolean isOneOf(String parameter, Set<String> properties) {
    return caseMatters
        ? properties.contains(parameter)
        : properties.stream().anyMatch(parameter::equalsIgnoreCase);
  }

  /**
   * What is wrong with the part that says where the server is: null if nothing is. Web addresses
   * have a login there, and the drivers' own message repeats it.
   */
  @Nullable String wrongAddress(String url) {
    if (!server) {
      return null;
    }
    int slashes = url.indexOf("//");
    String address = slashes < 0 ? "" : url.substring(slashes + 2).split("[/?]", 2)[0];
    return address.indexOf('@') < 0
        ? null
        : "has a login before '@', which the driver does not take. Set "
            + TableSinkConfig.USER
            + " and "
            + TableSinkConfig.PASSWORD
            + " instead, and remove it there";
  }
}
