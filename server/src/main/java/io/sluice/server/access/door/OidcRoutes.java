package io.sluice.server.access.door;

import io.sluice.server.access.oidc.OidcException;
import io.sluice.server.access.oidc.OidcSettings;
import io.sluice.server.access.oidc.OidcSignIn;
import io.sluice.server.access.session.Caller;
import io.sluice.server.access.signin.SignInLimit;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** To the provider, and back. */
public final class OidcRoutes {
  /** Whoever opens it is sent to the provider. */
  static final String BEGIN = "/auth/oidc";

  /** Where a browser signs out at the provider. */
  public static final String END = BEGIN + "/sign-out";

  /** Of all that a provider may send along, what the flow knows; it may send more. */
  private static final List<String> ANSWER = List.of("code", "state", "iss", "error");

  private final OidcSignIn signIn;
  private final SignInLimit limit;

  OidcRoutes(OidcSignIn signIn, SignInLimit limit) {
    this.signIn = signIn;
    this.limit = limit;
  }

  List<Route> routes() {
    return List.of(
        Route.get(BEGIN)
            .needs(Access.open())
            .described("beginSignIn", "Access", "Sends a browser to the provider to sign in")
            .query(Parameter.text("back", "The page to be shown then"))
            .forPages()
            .answers(new Reply(303, Optional.empty(), Optional.empty(), "To the provider"))
            .does(this::begin),
        Route.get(END)
            .needs(Access.open())
            .described("endSignIn", "Access", "Sends a browser to the provider to sign out there")
            .forPages()
            .answers(new Reply(303, Optional.empty(), Optional.empty(), "To the provider"))
            .does(request -> end()),
        Route.get(OidcSettings.CALLBACK)
            .needs(Access.open())
            .described("finishSignIn", "Access", "Where the provider sends a browser back to")
            .withAnyParameters()
            .forPages()
            .braked(limit::hold)
            .answers(Reply.text("text/html", "Signed in, and on the way to the page"))
            .does(this::finish));
  }

  private Answer begin(Request request) {
    OidcSignIn.Departure departure;
    try {
      departure = signIn.begin(request.text("back").orElse("/"));
    } catch (OidcException e) {
      throw problem(e);
    }
    return Answer.elsewhere(departure.to().toString())
        .with("Set-Cookie", Cookies.begun(departure.cookie(), request.secure()));
  }

  /** RP-Initiated Logout 1.0, where the provider has it. */
  private Answer end() {
    return signIn
        .signOut()
        .map(to -> Answer.elsewhere(to.toString()))
        .orElseGet(() -> Answer.seeOther("/"));
  }

  private Answer finish(Request request) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String name : ANSWER) {
      List<String> values = request.texts(name);
      if (!values.isEmpty()) {
        query.put(name, values);
      }
    }
    Caller caller = new Caller(request.address(), request.header("User-Agent").orElse(""));
    OidcSignIn.Arrival arrival;
    try {
      arrival =
          signIn.finish(
              query,
              Cookies.flow(request).orElse(null),
              caller,
              Cookies.session(request).orElse(null));
    } catch (OidcException e) {
      throw problem(e);
    }
    limit.succeeded(request.address());
    return Answer.html(Onward.to(arrival.returnTo()))
        .with("Set-Cookie", Cookies.finished(request.secure()))
        .with("Set-Cookie", Cookies.opened(arrival.opened().cookie(), request));
  }

  private static ProblemException problem(OidcException e) {
    ProblemKind kind =
        switch (e.kind()) {
          case UNAVAILABLE -> ProblemKind.FAILED;
          case INVALID -> ProblemKind.BAD_REQUEST;
          case REFUSED -> ProblemKind.FORBIDDEN;
        };
    return new ProblemException(
        kind, String.valueOf(e.getMessage()), e.hint(), List.of(), Map.of());
  }
}
