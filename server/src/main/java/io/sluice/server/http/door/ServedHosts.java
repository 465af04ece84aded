package io.sluice.server.http.door;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * By which names a server is reached. A page of somebody else's can have its own name lead to this
 * machine and so speak to the server as if it were its own (DNS rebinding): the browser sends that
 * name in {@code Host}, and it is none of these.
 */
public final class ServedHosts {
  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost|.*\\.localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private final Set<String> names;
  private final boolean any;

  /**
   * @param names by which it is reached beside those of this machine
   * @param thisMachineAlone whether it listens to nobody else
   */
  public ServedHosts(Set<String> names, boolean thisMachineAlone) {
    this.names =
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    this.any = names.isEmpty() && !thisMachineAlone;
  }

  /**
   * Whether this is one of them. Where nobody has said by which names a server on the network is
   * reached, all are.
   *
   * @param host the header of that name
   */
  public boolean has(@Nullable String host) {
    if (any) {
      return true;
    }
    if (host == null) {
      return false;
    }
    String name = withoutPort(host).toLowerCase(Locale.ROOT);
    return names.contains(name) || THIS_MACHINE.matcher(name).matches();
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
  }
}
