package io.sluice.connector.table.config;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a JDBC URL says beside where the database is. The drivers let it win over properties that
 * they are given, so that it could undo what the sink decides.
 */
final class UrlParameters {
  private UrlParameters() {}

  /** Their names, as they are written; none for a database without a dialect. */
  static Set<String> names(String url) {
    Set<String> names = new LinkedHashSet<>();
    int start = start(url);
    if (start >= 0) {
      String separator = TargetUrl.isDuckDb(url) ? ";" : "&";
      for (String parameter : url.substring(start + 1).split(separator, -1)) {
        String name = parameter.split("=", 2)[0].strip();
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** None of the drivers reads a name in escapes. */
  private static int start(String url) {
    if (TargetUrl.isDuckDb(url)) {
      return url.indexOf(';');
    }
    return TargetUrl.isGeneric(url) ? -1 : url.indexOf('?');
  }

  /**
   * What is wrong with the part that says where the server is: null if nothing is. Web addresses
   * have a login there, and the drivers' own message repeats it.
   */
  static @Nullable String wrongAddress(String url) {
    if (!TargetUrl.isPostgres(url) && !TargetUrl.isMySql(url)) {
      return null;
    }
    int server = url.indexOf("//");
    String address = server < 0 ? "" : url.substring(server + 2).split("[/?]", 2)[0];
    return address.indexOf('@') < 0
        ? null
        : "has a login before '@', which the driver does not take. Set "
            + TableSinkConfig.USER
            + " and "
            + TableSinkConfig.PASSWORD
            + " instead, and remove it there";
  }
}
