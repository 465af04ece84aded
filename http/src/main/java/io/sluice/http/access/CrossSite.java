package io.sluice.http.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that a web page of somebody else's makes a browser send. A server that listens on
 * this machine alone, and therefore asks for no password, would take them otherwise.
 */
public final class CrossSite {
  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost|.*\\.localhost|[0-9.]+|\\[[0-9a-f:.]+\\]");

  private CrossSite() {}

  /**
   * Whether it comes from a page that is not the server's own.
   *
   * @param origin the header of that name; programs that are no browsers send none
   * @param host the header of that name
   * @param known whether who asks was recognised: no other page knows the password. If not, the
   *     page must be of an address, since a name can be made to lead here (DNS rebinding)
   */
  public static boolean sends(@Nullable String origin, @Nullable String host, boolean known) {
    if (origin == null) {
      return false;
    }
    String authority;
    String name;
    try {
      URI page = new URI(origin);
      authority = page.getRawAuthority();
      name = page.getHost();
    } catch (URISyntaxException e) {
      return true;
    }
    if (authority == null || name == null || host == null || !authority.equalsIgnoreCase(host)) {
      return true;
    }
    return !known && !THIS_MACHINE.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }
}
