package io.sluice.server.access.user;

import io.sluice.server.access.Actors;
import java.util.regex.Pattern;

/**
 * What somebody is called in lists and in the audit log: as their provider says, unless that would
 * pass for somebody else. People choose names at many providers.
 */
final class AccountName {
  private static final int LONGEST = 200;

  /** Letters, digits, marks and what addresses and names are written with. */
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}][\\p{L}\\p{M}\\p{N} .,'_+@~|#()=/-]*");

  private AccountName() {}

  /**
   * The name if it is one, else what the provider knows them by.
   *
   * @param id of the account, for where that is no name either
   */
  static String of(String name, String subject, String id) {
    if (isName(name)) {
      return name;
    }
    return isName(subject) ? subject : "user " + id;
  }

  /** A name that nobody else has. */
  static String distinct(String name, String id) {
    return name + " (" + id + ")";
  }

  /** A colon is what tokens have in the audit log: {@code token:ci}. */
  private static boolean isName(String name) {
    return name.length() <= LONGEST && PLAIN.matcher(name).matches() && !Actors.isReserved(name);
  }
}
