package io.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.store.AccessTables;
import io.sluice.server.access.token.Tokens;
import io.sluice.server.access.user.Users;
import io.sluice.server.golden.StoredTables;
import io.sluice.state.storage.Storage;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant 10: who may come, and who is there. */
@ParameterizedClass
@CsvSource({"SQLITE, 1", "POSTGRESQL, 1"})
class GoldenAccessTest extends StoredTables {
  private static final String TOKEN = "slc_" + "0".repeat(53) + "2LeqQp";
  private static final String COOKIE = "A".repeat(43);

  private final SecureRandom random = new SecureRandom();

  GoldenAccessTest(Where where, int version) {
    super(where, version, "server-access", "io/sluice/server/access/server-access-");
  }

  @Override
  protected void install(Storage storage) {
    storage.install(AccessTables.in(storage.dialect()));
  }

  @Override
  protected void allIsRead(Storage storage) {
    Tokens tokens = new Tokens(storage, clock(), random, AccessSettings.usual());
    Users users = new Users(storage, clock(), random);
    Sessions sessions = new Sessions(storage, clock(), random, AccessSettings.usual());

    assertThat(tokens.recognise(TOKEN).orElseThrow().grants())
        .isEqualTo(Map.of("*", Role.VIEWER, "shop", Role.OPERATOR));
    assertThat(tokens.list())
        .extracting(token -> token.name() + " " + token.state(clock().instant()))
        .containsExactly("ci GOOD", "old EXPIRED", "leaked REVOKED");
    assertThat(users.list())
        .extracting(user -> user.name() + " " + user.isBlocked())
        .containsExactly("ann@example.com false", "eve@example.com true");
    assertThat(sessions.recognise(COOKIE).orElseThrow().identity().grants())
        .isEqualTo(Map.of("shop", Role.EDITOR, "finance", Role.ADMIN));
  }
}
