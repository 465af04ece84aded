package io.sluice.server.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.session.Caller;
import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.token.FolderToken;
import io.sluice.server.access.token.Tokens;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.HandClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
  private static final Caller HERE = new Caller("10.0.0.1", "a browser");

  @TempDir private Path folder;
  private final HandClock clock = new HandClock(Instant.parse("2026-03-01T12:00:00Z"));
  private StateDatabase state;
  private Tokens tokens;
  private SignIn signIn;

  @BeforeEach
  void open() {
    SecureRandom random = new SecureRandom();
    state = StateDatabase.open(folder, clock);
    tokens = new Tokens(state, clock, random, AccessSettings.usual());
    Sessions sessions = new Sessions(state, clock, random, AccessSettings.usual());
    signIn = new SignIn(tokens, sessions, new SignInLimit(clock.ticker()));
  }

  @AfterEach
  void close() {
    state.close();
  }

  private String token(String name) {
    return tokens
        .make(FolderToken.COMMAND_LINE, name, FolderToken.COMMAND_LINE.grants(), null, "")
        .secret();
  }

  /** Of the right form, and nobody's. */
  private String forgotten() {
    String made = token("gone");
    tokens.revoke(FolderToken.COMMAND_LINE, "gone", "");
    return made;
  }

  private SignIn.Outcome with(String sent) {
    return signIn.withToken(sent, HERE, null);
  }

  @Test
  void who_has_a_token_gets_in_whoever_tried_before_from_there() {
    String right = token("ann");
    String wrong = forgotten();
    for (int i = 0; i < 10; i++) {
      assertThat(with(i % 2 == 0 ? "guess" : wrong)).isInstanceOf(SignIn.Outcome.Unknown.class);
    }

    assertThat(with("guess")).isInstanceOf(SignIn.Outcome.Later.class);
    assertThat(with(wrong)).isInstanceOf(SignIn.Outcome.Later.class);
    assertThat(with(right)).isInstanceOf(SignIn.Outcome.Welcome.class);
    assertThat(with(wrong)).as("tries are not given back").isInstanceOf(SignIn.Outcome.Later.class);
  }

  @Test
  void how_often_anybody_looks_for_a_token_is_limited() {
    String right = token("ann");
    String wrong = forgotten();
    for (int i = 0; i < 10 + 60; i++) {
      with(wrong);
    }

    assertThat(with(right)).isInstanceOf(SignIn.Outcome.Later.class);
    clock.advance(Duration.ofMinutes(1));
    assertThat(with(right)).isInstanceOf(SignIn.Outcome.Welcome.class);
  }
}
