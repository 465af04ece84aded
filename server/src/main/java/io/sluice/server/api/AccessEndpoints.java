package io.sluice.server.api;

import static io.sluice.server.access.Permission.ADMINISTER;

import io.sluice.server.access.Account;
import io.sluice.server.access.Identity;
import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.token.Tokens;
import io.sluice.server.access.user.Users;
import io.sluice.server.api.document.GrantsRequest;
import io.sluice.server.api.document.NewToken;
import io.sluice.server.api.document.SessionDocument;
import io.sluice.server.api.document.SessionList;
import io.sluice.server.api.document.TokenDocument;
import io.sluice.server.api.document.TokenList;
import io.sluice.server.api.document.TokenRequest;
import io.sluice.server.api.document.UserDocument;
import io.sluice.server.api.document.UserList;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who has access: tokens, users, sessions. Thread-safe. */
final class AccessEndpoints {
  private static final String TAG = "access";
  private static final String TOKENS = Drafts.ROOT + "/tokens";
  private static final String USERS = Drafts.ROOT + "/users";
  private static final String SESSIONS = Drafts.ROOT + "/sessions";

  private final Tokens tokens;
  private final Users users;
  private final Sessions sessions;
  private final Clock clock;

  AccessEndpoints(Tokens tokens, Users users, Sessions sessions, Clock clock) {
    this.tokens = tokens;
    this.users = users;
    this.sessions = sessions;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        administered(Route.get(TOKENS))
            .described("listTokens", TAG, "All tokens, without their secrets")
            .answers(Reply.json(200, TokenList.class, "The tokens"))
            .does(request -> Answer.json(tokens())),
        changed(Route.post(TOKENS))
            .described("createToken", TAG, "Makes a token; its secret is told this once")
            .takes(Body.json(TokenRequest.class))
            .answers(Reply.json(201, NewToken.class, "The token with its secret"))
            .does(request -> create(request)),
        changed(Route.delete(TOKENS + "/{token}"))
            .part("token", "Id of a token, or the name of one that is good")
            .described("revokeToken", TAG, "Ends a token and every session that came from it")
            .answers(Reply.json(200, TokenDocument.class, "The token"))
            .does(request -> revoke(request)),
        administered(Route.get(USERS))
            .described("listUsers", TAG, "Who signed in by a provider of OpenID Connect")
            .answers(Reply.json(200, UserList.class, "The users"))
            .does(request -> Answer.json(users())),
        user("block", "blockUser", "Keeps somebody out, at once", users::block),
        user("unblock", "unblockUser", "Lets somebody in again", users::unblock),
        changed(Route.put(USERS + "/{user}/grants"))
            .part("user", "Id of a user")
            .described("grantUser", TAG, "Gives roles beside those that the provider gives")
            .takes(Body.json(GrantsRequest.class))
            .answers(Reply.json(200, UserDocument.class, "The user"))
            .does(request -> grant(request)),
        administered(Route.get(SESSIONS))
            .described("listSessions", TAG, "All sessions that are open")
            .answers(Reply.json(200, SessionList.class, "The sessions"))
            .does(request -> Answer.json(sessions())),
        changed(Route.delete(SESSIONS + "/{session}"))
            .part("session", "Id of a session")
            .described("endSession", TAG, "Signs somebody out")
            .answers(Reply.none("It is ended"))
            .does(request -> end(request)));
  }

  private static RouteDraft administered(RouteDraft draft) {
    return draft.needs(Access.everywhere(ADMINISTER));
  }

  private static RouteDraft changed(RouteDraft draft) {
    return administered(Drafts.withReason(draft));
  }

  /** Something that is done to a user. */
  private interface Change {
    Account on(Identity who, String id, String reason);
  }

  private static Route user(String path, String operation, String summary, Change change) {
    return changed(Route.post(USERS + "/{user}/" + path))
        .part("user", "Id of a user")
        .described(operation, TAG, summary)
        .answers(Reply.json(200, UserDocument.class, "The user"))
        .does(
            request ->
                Answer.json(
                    UserDocument.of(
                        change.on(request.who(), request.part("user"), Drafts.reason(request)))));
  }

  private TokenList tokens() {
    return new TokenList(
        tokens.list().stream().map(token -> TokenDocument.of(token, clock.instant())).toList());
  }

  private Answer create(Request request) {
    TokenRequest asked = request.body(TokenRequest.class);
    Tokens.Made made =
        tokens.make(
            request.who(),
            asked.name(),
            asked.grants(),
            Optional.ofNullable(asked.lifetimeMs()).map(Duration::ofMillis).orElse(null),
            Drafts.reason(request));
    return Answer.json(
        201, new NewToken(TokenDocument.of(made.token(), clock.instant()), made.secret()));
  }

  private Answer revoke(Request request) {
    return Answer.json(
        TokenDocument.of(
            tokens.revoke(request.who(), request.part("token"), Drafts.reason(request)),
            clock.instant()));
  }

  private UserList users() {
    return new UserList(users.list().stream().map(UserDocument::of).toList());
  }

  private Answer grant(Request request) {
    return Answer.json(
        UserDocument.of(
            users.give(
                request.who(),
                request.part("user"),
                request.body(GrantsRequest.class).grants(),
                Drafts.reason(request))));
  }

  private SessionList sessions() {
    return new SessionList(sessions.all().stream().map(SessionDocument::of).toList());
  }

  private Answer end(Request request) {
    sessions.end(request.who(), request.part("session"), Drafts.reason(request));
    return Answer.none();
  }
}
