package io.sluice.server.access.signin;

import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Holder;
import io.sluice.server.access.session.Caller;
import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.token.TokenText;
import io.sluice.server.access.token.Tokens;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in with a token. May be used from any thread. */
public final class SignIn {
  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

  private final Tokens tokens;
  private final Sessions sessions;
  private final SignInLimit limit;

  public SignIn(Tokens tokens, Sessions sessions, SignInLimit limit) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.limit = limit;
  }

  /** What became of it. */
  public sealed interface Outcome {
    /** They are in. */
    record Welcome(Sessions.Opened opened) implements Outcome {}

    /** No token that is good: unknown, expired, revoked. Which of them is nobody's business. */
    record Unknown() implements Outcome {}

    /**
     * Too many tried.
     *
     * @param retryAfter whole seconds
     */
    record Later(Duration retryAfter) implements Outcome {}
  }

  /**
   * Signs somebody in.
   *
   * @param token as they typed or pasted it
   * @param before the cookie that the browser has; null if none
   */
  public Outcome withToken(String token, Caller caller, @Nullable String before) {
    String sent = token.strip();
    Optional<Duration> held = limit.hold(caller.address());
    if (held.isPresent() && !mayLook(sent, caller)) {
      return new Outcome.Later(held.get());
    }
    Optional<AccessToken> good = tokens.recognise(sent);
    if (good.isEmpty()) {
      LOG.info("Somebody at {} tried to sign in with a token that is not good", caller.address());
      return held.<Outcome>map(Outcome.Later::new).orElseGet(Outcome.Unknown::new);
    }
    if (held.isPresent()) {
      limit.gotIn(caller.address());
    } else {
      limit.succeeded(caller.address());
    }
    return new Outcome.Welcome(sessions.open(Holder.token(good.get().id()), caller, before));
  }

  /** Nobody finds a token by trying; who has one is not to be kept out by who tries. */
  private boolean mayLook(String sent, Caller caller) {
    return TokenText.parse(sent).isPresent() && limit.mayLook(caller.address());
  }
}
