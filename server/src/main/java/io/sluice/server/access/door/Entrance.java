package io.sluice.server.access.door;

import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Holder;
import io.sluice.server.access.Permission;
import io.sluice.server.access.oidc.OidcSettings;
import io.sluice.server.access.oidc.OidcSignIn;
import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.signin.SignIn;
import io.sluice.server.access.signin.SignInCodes;
import io.sluice.server.access.signin.SignInLimit;
import io.sluice.server.access.token.FolderToken;
import io.sluice.server.access.token.Tokens;
import io.sluice.server.access.user.Users;
import io.sluice.server.http.door.Doorman;
import io.sluice.server.http.route.Route;
import io.sluice.state.storage.Storage;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * All that has to do with who may come, joined. Holds nothing to be closed.
 *
 * @param folder with what the command line of the server's own folder comes
 * @param links of tries by links, which a page of any site can have a browser follow: they take
 *     nothing from those who sign in
 * @param codes with which somebody signs in once
 * @param oidc the provider by which people sign in; empty if they do by tokens alone
 */
public record Entrance(
    Tokens tokens,
    Users users,
    Sessions sessions,
    SignIn signIn,
    FolderToken folder,
    SignInLimit links,
    SignInCodes codes,
    Optional<OidcSignIn> oidc) {

  /**
   * On this state. Asks nobody: a provider that is away is found out when somebody signs in.
   *
   * @param ticker nanoseconds from any beginning, as {@link System#nanoTime}
   */
  public static Entrance open(
      Storage storage,
      AccessSettings settings,
      Optional<OidcSettings> oidc,
      SecureRandom random,
      Clock clock,
      LongSupplier ticker) {
    Tokens tokens = new Tokens(storage, clock, random, settings);
    Users users = new Users(storage, clock, random);
    Sessions sessions = new Sessions(storage, clock, random, settings);
    SignInLimit limit = new SignInLimit(ticker);
    return new Entrance(
        tokens,
        users,
        sessions,
        new SignIn(tokens, sessions, limit),
        new FolderToken(random),
        new SignInLimit(ticker),
        new SignInCodes(random, clock),
        oidc.map(provider -> new OidcSignIn(provider, users, sessions, random, clock)));
  }

  /**
   * The secret of a token that may do everything, made where nobody else may: neither by a token,
   * nor as somebody who comes by the provider. It is printed, so it ends in logs.
   */
  public Optional<String> firstToken() {
    boolean isThere =
        oidc.isPresent()
            && users.list().stream()
                .anyMatch(
                    one -> !one.isBlocked() && one.identity().mayEverywhere(Permission.ADMINISTER));
    return isThere ? Optional.empty() : tokens.first().map(Tokens.Made::secret);
  }

  /** Who knows people by what they bring. */
  public Doorman doorman() {
    return new KnownPeople(tokens, sessions, folder);
  }

  /**
   * The path of a link that signs an administrator in once, soon, in a browser on this machine.
   *
   * @param name of the token that the session is of: one that may do everything is made if there is
   *     none of that name
   */
  public String linkFor(String name) {
    AccessToken token =
        tokens
            .good(name)
            .orElseGet(
                () ->
                    tokens
                        .make(
                            FolderToken.COMMAND_LINE,
                            name,
                            FolderToken.COMMAND_LINE.grants(),
                            null,
                            "signs in who started the server")
                        .token());
    return CodeRoutes.PATH + "?code=" + codes.make(Holder.token(token.id()));
  }

  /** Those of links that work once, and the ways to the provider and back, if there is one. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(new CodeRoutes(codes, sessions, links).routes());
    oidc.ifPresent(signIn -> routes.addAll(new OidcRoutes(signIn, links).routes()));
    return routes;
  }
}
