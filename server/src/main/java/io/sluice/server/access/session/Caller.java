package io.sluice.server.access.session;

import java.util.stream.Collectors;

/**
 * From where somebody signs in, for them to recognise it in the list of their sessions.
 *
 * @param address of their machine, as far as that is known
 * @param agent what their browser calls itself: anything, so cut and without what a terminal obeys
 */
public record Caller(String address, String agent) {
  private static final int LONGEST = 200;

  public Caller {
    address = plain(address);
    agent = plain(agent);
  }

  private static String plain(String text) {
    return text.codePoints()
        .limit(LONGEST)
        .mapToObj(
            c -> Character.isISOControl(c) || !Character.isDefined(c) ? "?" : Character.toString(c))
        .collect(Collectors.joining());
  }
}
