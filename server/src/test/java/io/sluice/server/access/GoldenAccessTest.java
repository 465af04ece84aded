package io.sluice.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.store.AccessTables;
import io.sluice.server.access.token.Tokens;
import io.sluice.server.access.user.Users;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.HandClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Statement;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Invariant 10: what a released version stored is read by every later one. */
@ParameterizedClass
@EnumSource(Where.class)
class GoldenAccessTest {
  private static final String TOKEN = "slc_" + "0".repeat(53) + "2LeqQp";
  private static final String COOKIE = "A".repeat(43);

  @TempDir private Path folder;
  private final HandClock clock = new HandClock(Instant.ofEpochMilli(1_772_366_700_000L));
  private final SecureRandom random = new SecureRandom();
  private final Where where;

  GoldenAccessTest(Where where) {
    this.where = where;
  }

  private static String text(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            GoldenAccessTest.class.getClassLoader().getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void what_version_1_stored_is_read() throws IOException {
    String rows = text("golden/server-access-v1.sql").replaceAll("(?m)^--.*$", "");
    try (Where.Place place = where.in(folder, clock);
        Storage storage = place.open()) {
      Tokens tokens = new Tokens(storage, clock, random, AccessSettings.usual());
      Users users = new Users(storage, clock, random);
      Sessions sessions = new Sessions(storage, clock, random, AccessSettings.usual());
      storage.write(
          Durability.NOW,
          connection -> {
            try (Statement statement = connection.createStatement()) {
              for (String row : rows.split(";\\s*\\n", -1)) {
                if (!row.isBlank()) {
                  statement.executeUpdate(row);
                }
              }
              return rows;
            }
          });

      assertThat(tokens.recognise(TOKEN).orElseThrow().grants())
          .isEqualTo(Map.of("*", Role.VIEWER, "shop", Role.OPERATOR));
      assertThat(tokens.list())
          .extracting(token -> token.name() + " " + token.state(clock.instant()))
          .containsExactly("ci GOOD", "old EXPIRED", "leaked REVOKED");
      assertThat(users.list())
          .extracting(user -> user.name() + " " + user.isBlocked())
          .containsExactly("ann@example.com false", "eve@example.com true");
      assertThat(sessions.recognise(COOKIE).orElseThrow().identity().grants())
          .isEqualTo(Map.of("shop", Role.EDITOR, "finance", Role.ADMIN));
    }
  }

  @Test
  void a_script_that_was_released_is_never_changed() throws IOException {
    String dialect = where.name().toLowerCase(Locale.ROOT);

    assertThat(text(AccessTables.in(Storage.Dialect.valueOf(where.name())).resources().get(0)))
        .isEqualTo(text("golden/server-access-v1-" + dialect + ".sql"));
  }
}
