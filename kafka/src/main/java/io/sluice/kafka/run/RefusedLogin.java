package io.sluice.kafka.run;

import io.sluice.kafka.deploy.Causes;
import java.util.regex.Pattern;

/**
 * Whether a task failed because a server did not let it in: a password that was changed while it
 * ran, for all that anybody knows. Connect reads a connector's references to secrets anew when a
 * task is started, so that another attempt may have the new one.
 */
final class RefusedLogin {
  private static final Pattern EXCEPTION =
      Pattern.compile(".*\\.(\\w*AuthenticationException|SQLInvalidAuthorizationSpecException)");

  /**
   * The words of our connectors, and of PostgreSQL's and MySQL's drivers. With the name of a
   * database behind it MySQL speaks of a right that is missing (its error 1044) to a user whom it
   * has let in: no other password gives him that.
   */
  private static final Pattern WORDS =
      Pattern.compile(
          "refused the role or its password|lets this user not in|password authentication failed"
              + " for user|Access denied for user (?!.*' to database ')");

  private RefusedLogin() {}

  static boolean isTold(String trace) {
    return Causes.of(trace).stream().anyMatch(RefusedLogin::isTold);
  }

  static boolean isTold(Causes.Cause cause) {
    return EXCEPTION.matcher(cause.exception()).matches() || WORDS.matcher(cause.message()).find();
  }
}
