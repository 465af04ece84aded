package io.sluice.server.http.route;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions as headers name them (RFC 9110, 8.8.3). */
final class EntityTag {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

  private EntityTag() {}

  static String of(String version) {
    return '"' + version + '"';
  }

  /**
   * Whether a list of tags has this version, or is {@code *}. Weak ones count as well: what packs
   * an answer on its way makes them of strong ones.
   */
  static boolean isAmong(String version, String tags) {
    if (tags.strip().equals("*")) {
      return true;
    }
    Matcher tag = TAG.matcher(tags);
    while (tag.find()) {
      if (tag.group(1).equals(version)) {
        return true;
      }
    }
    return false;
  }
}
