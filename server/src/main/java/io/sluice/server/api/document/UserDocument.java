package io.sluice.server.api.document;

import io.sluice.server.access.Account;
import io.sluice.server.access.Role;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Somebody who signed in by a provider. */
@Meaning("Somebody who signed in by a provider of OpenID Connect")
public record UserDocument(
    String id,
    @Meaning("What people know them by") String name,
    @Meaning("The provider") String issuer,
    @Meaning("What the provider knows them by") String subject,
    @Meaning("What they may do, from whatever source") Map<String, Role> grants,
    @Meaning("What of it was given here") Map<String, Role> byHand,
    Instant firstAt,
    @Meaning("The last sign-in") Instant seenAt,
    @Nullable Instant blockedAt,
    @Nullable String blockedBy) {

  public static UserDocument of(Account account) {
    return new UserDocument(
        account.id(),
        account.name(),
        account.issuer(),
        account.subject(),
        new TreeMap<>(account.grants()),
        new TreeMap<>(account.byHand()),
        account.firstAt(),
        account.seenAt(),
        account.blockedAt(),
        account.blockedBy());
  }
}
