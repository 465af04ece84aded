package io.sluice.server.access.oidc;

import com.nimbusds.oauth2.sdk.ErrorObject;
import org.jspecify.annotations.Nullable;

/** What a provider says where it refuses. Anybody can write such an answer into an address. */
final class OidcError {
  private static final int LONGEST = 100;

  private OidcError() {}

  /** The code alone, such as {@code access_denied}, as far as it is one. */
  static String shown(@Nullable ErrorObject error) {
    String code = error == null ? null : error.getCode();
    return code != null && code.length() <= LONGEST && code.matches("[A-Za-z0-9_.-]+")
        ? code
        : "without a reason";
  }
}
