package io.sluice.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.token.Tokens;
import io.sluice.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCommandsTest {
  @TempDir private Path folder;

  private boolean isGood(String secret) {
    try (StateDatabase state = StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC())) {
      return new Tokens(state, Clock.systemUTC(), new SecureRandom(), AccessSettings.usual())
          .recognise(secret)
          .isPresent();
    }
  }

  @Test
  void a_token_is_made_printed_once_listed_without_its_secret_and_revoked() {
    Invocation made =
        Invocation.in(
            folder, "token", "create", "ci", "--role", "viewer", "--role", "operator@shop");
    String secret = made.out().strip();

    assertThat(made.code()).as(made.err()).isZero();
    assertThat(secret).matches("slc_[0-9A-Za-z]{59}");
    assertThat(made.err()).contains("viewer, operator@shop").doesNotContain(secret);
    assertThat(isGood(secret)).isTrue();

    Invocation listed = Invocation.in(folder, "token", "ls", "-o", "json");
    assertThat(listed.json().at("/tokens/0/name").asText()).isEqualTo("ci");
    assertThat(listed.json().at("/tokens/0/grants/shop").asText()).isEqualTo("operator");
    assertThat(listed.out()).doesNotContain(secret.substring(14));

    Invocation revoked = Invocation.in(folder, "token", "revoke", "ci", "--reason", "leaked");
    assertThat(revoked.out()).startsWith("Revoked ci (" + secret.substring(4, 14));
    assertThat(isGood(secret)).isFalse();
    assertThat(Invocation.in(folder, "token", "ls").out()).contains("No tokens.");
    assertThat(Invocation.in(folder, "token", "ls", "--all").out()).contains("revoked");
  }

  @Test
  void who_looks_where_nothing_is_makes_nothing() {
    Invocation listed = Invocation.in(folder, "token", "ls");

    assertThat(listed.code()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(listed.err()).contains("no state");
    assertThat(folder.resolve(".sluice")).doesNotExist();
  }

  @Test
  void for_programs_the_secret_is_in_the_document() {
    Invocation made =
        Invocation.in(
            folder, "token", "create", "ci", "--role", "admin", "--expires", "12h", "-o", "json");

    assertThat(isGood(made.json().at("/token").asText())).isTrue();
    assertThat(made.json().at("/state").asText()).isEqualTo("good");
    assertThat(made.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2, create x --role owner",
    "2, create x",
    "2, create X --role viewer",
    "2, create x --role viewer@",
    "2, create x --role viewer --expires soon",
    "2, create x --role viewer --expires 400d",
    "2, create x --role viewer --expires 0d",
    "5, revoke nobody"
  })
  void what_cannot_be_done_is_told_and_leaves_nothing(int code, String line) {
    String[] words = ("token " + line).split(" ");

    Invocation refused = Invocation.in(folder, words);

    assertThat(refused.code()).as(refused.err()).isEqualTo(code);
    Invocation listed = Invocation.in(folder, "token", "ls", "--all");
    assertThat(listed.out() + listed.err()).containsPattern("No tokens\\.|found no state in it");
  }

  @Test
  void the_project_file_says_how_long_a_token_may_be_good() throws IOException {
    Files.writeString(
        folder.resolve("sluice.yaml"), "server: {tokens: {lifetime: 1d, longest: 2d}}\n");

    assertThat(Invocation.in(folder, "token", "create", "a", "--role", "viewer").code()).isZero();
    assertThat(
            Invocation.in(folder, "token", "create", "b", "--role", "viewer", "--expires", "3d")
                .code())
        .isEqualTo(2);
  }

  @Test
  void a_name_that_is_taken_is_a_conflict() {
    Invocation.in(folder, "token", "create", "ci", "--role", "viewer");

    assertThat(Invocation.in(folder, "token", "create", "ci", "--role", "viewer").code())
        .isEqualTo(4);
  }
}
