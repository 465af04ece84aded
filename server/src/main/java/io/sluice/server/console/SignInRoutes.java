package io.sluice.server.console;

import io.sluice.server.access.door.Cookies;
import io.sluice.server.access.door.Entrance;
import io.sluice.server.access.door.OidcRoutes;
import io.sluice.server.access.session.Caller;
import io.sluice.server.access.signin.SignIn;
import io.sluice.server.access.signin.SignIn.Outcome;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.Link;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.SignInPage;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signing in and out. Thread-safe. */
final class SignInRoutes {
  static final String PATH = "/sign-in";
  private static final String OUT = "out";

  private final Frames frames;
  private final Pages pages;
  private final Entrance entrance;

  SignInRoutes(Frames frames, Pages pages, Entrance entrance) {
    this.frames = frames;
    this.pages = pages;
    this.entrance = entrance;
  }

  List<Route> routes() {
    return List.of(
        Drafts.page(PATH, "pageSignIn", "Where one signs in")
            .needs(Access.open())
            .query(Parameter.text("back", "The page to be shown then"))
            .query(Parameter.flag(OUT, "Whether somebody has just signed out"))
            .does(this::ask),
        Drafts.form(PATH, "doSignIn", "Signs in with a token")
            .needs(Access.open())
            .does(this::signIn),
        Drafts.form("/sign-out", "doSignOut", "Ends the session")
            .needs(Access.known())
            .does(this::signOut));
  }

  private Answer ask(Request request) {
    // Who has signed out here is signed in at their provider still.
    Optional<Link> signedOut =
        entrance
            .oidc()
            .filter(one -> request.flag(OUT))
            .map(one -> new Link(one.providerName(), OidcRoutes.END));
    return page(request, 200, back(request.text("back")), Optional.empty(), signedOut);
  }

  private Answer signIn(Request request) {
    String back = back(request.field("back"));
    Caller caller = new Caller(request.address(), request.header("User-Agent").orElse(""));
    SignIn.Outcome outcome =
        entrance
            .signIn()
            .withToken(
                request.field("token").orElse(""), caller, Cookies.session(request).orElse(null));
    if (outcome instanceof Outcome.Welcome welcome) {
      return Answer.seeOther(back)
          .with("Set-Cookie", Cookies.opened(welcome.opened().cookie(), request));
    }
    if (outcome instanceof Outcome.Later later) {
      String seconds = Long.toString(Math.max(1, later.retryAfter().toSeconds()));
      return page(
              request,
              429,
              back,
              Optional.of(
                  "Too many tries from here. The next one is possible in " + seconds + " s."),
              Optional.empty())
          .with("Retry-After", seconds);
    }
    return page(
        request,
        401,
        back,
        Optional.of("This token is not known, expired or revoked."),
        Optional.empty());
  }

  private Answer signOut(Request request) {
    Cookies.session(request).ifPresent(entrance.sessions()::close);
    return Answer.seeOther(entrance.oidc().isPresent() ? PATH + "?" + OUT + "=true" : PATH)
        .with("Set-Cookie", Cookies.closed(request));
  }

  private Answer page(
      Request request, int status, String back, Optional<String> failed, Optional<Link> signedOut) {
    Frame frame = frames.still(request, "Sign in", Place.ELSEWHERE).forNobody();
    return Drafts.answer(
        status,
        pages.render("sign-in", new SignInPage(frame, back, failed, provider(back), signedOut)));
  }

  private Optional<Link> provider(String back) {
    return entrance
        .oidc()
        .map(
            one ->
                new Link(one.providerName(), Addresses.query("/auth/oidc", Map.of("back", back))));
  }

  /** Only to pages of this server: an address in a link that somebody sent may say anything. */
  private static String back(Optional<String> asked) {
    return asked.filter(SignInRoutes::isOurs).orElse("/");
  }

  static boolean isOurs(String address) {
    return address.startsWith("/")
        && !address.startsWith("//")
        && !address.startsWith(PATH)
        && address.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
  }
}
