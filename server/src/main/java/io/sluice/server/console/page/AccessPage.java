package io.sluice.server.console.page;

import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Account;
import io.sluice.server.access.Grant;
import io.sluice.server.access.Session;
import io.sluice.server.console.text.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who may come in: tokens, and who is signed in.
 *
 * @param made the secret of a token that was made just now; shown this once
 * @param refused why the last try to make one came to nothing
 * @param form what was filled in then
 */
public record AccessPage(
    Frame frame,
    List<Token> tokens,
    List<Person> people,
    List<SignedIn> sessions,
    Optional<Made> made,
    Optional<Refused> refused,
    Form form,
    List<Copy> copies) {
  public AccessPage {
    tokens = List.copyOf(tokens);
    people = List.copyOf(people);
    sessions = List.copyOf(sessions);
    copies = List.copyOf(copies);
  }

  /** One token; without its secret. */
  public record Token(
      String id,
      String name,
      String grants,
      RunsPage.Outcome state,
      boolean good,
      Instant expiresAt,
      String used,
      String madeBy) {}

  /**
   * Somebody whom a provider of OpenID Connect sent.
   *
   * @param may what they may do, from whatever source
   * @param byHand what of it was given here, as it is typed
   * @param blocked by whom; empty if by nobody
   */
  public record Person(
      String id,
      String name,
      String provider,
      String may,
      String byHand,
      String seen,
      Optional<String> blocked) {}

  /** One who is signed in. */
  public record SignedIn(
      String id, String who, String since, String seen, String address, String agent) {}

  /** A token that was made just now. */
  public record Made(String name, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return name;
    }
  }

  /** What was filled in. */
  public record Form(String name, String grants, String days) {
    /** As it is at first. */
    public static final Form EMPTY = new Form("", "viewer", "90");
  }

  /** Who is known. */
  public record Known(List<AccessToken> tokens, List<Account> users, List<Session> sessions) {
    public Known {
      tokens = List.copyOf(tokens);
      users = List.copyOf(users);
      sessions = List.copyOf(sessions);
    }
  }

  /** Of what is known now. */
  public static AccessPage of(
      Frame frame, Known known, Optional<Made> made, Optional<Refused> refused, Form form) {
    Instant now = frame.now();
    return new AccessPage(
        frame,
        known.tokens().stream().map(token -> token(token, now)).toList(),
        known.users().stream().map(user -> person(user, now)).toList(),
        known.sessions().stream()
            .map(
                one ->
                    new SignedIn(
                        one.id(),
                        one.identity().name(),
                        Times.ago(one.beganAt(), now),
                        Times.ago(one.seenAt(), now),
                        one.address(),
                        one.agent()))
            .toList(),
        made,
        refused,
        form,
        List.of(
            new Copy("Command", "sluice token ls"),
            new Copy("API call", Curl.get("/api/v1/tokens"))));
  }

  private static Person person(Account user, Instant now) {
    return new Person(
        user.id(),
        user.name(),
        user.issuer(),
        user.grants().isEmpty() ? "nothing" : Grant.shown(user.grants()),
        Grant.shown(user.byHand()),
        Times.ago(user.seenAt(), now),
        Optional.ofNullable(user.blockedBy()));
  }

  private static Token token(AccessToken token, Instant now) {
    AccessToken.State state = token.state(now);
    Instant used = token.usedAt();
    return new Token(
        token.id(),
        token.name(),
        Grant.shown(token.grants()),
        switch (state) {
          case GOOD -> new RunsPage.Outcome("completed", "Good", Tone.GOOD);
          case EXPIRED -> new RunsPage.Outcome("waiting", "Expired", Tone.IDLE);
          case REVOKED -> new RunsPage.Outcome("stopped", "Revoked", Tone.IDLE);
        },
        state == AccessToken.State.GOOD,
        token.expiresAt(),
        used == null ? "never" : Times.ago(used, now),
        token.madeBy());
  }
}
