package io.sluice.server.access.door;

import io.sluice.pipeline.server.Network;
import io.sluice.server.access.AccessRefusal;
import io.sluice.server.access.Holder;
import io.sluice.server.access.session.Caller;
import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.signin.SignInCodes;
import io.sluice.server.access.signin.SignInLimit;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signing in by a link that is good once, in a browser on the server's own machine. */
final class CodeRoutes {
  static final String PATH = "/auth/once";

  private final SignInCodes codes;
  private final Sessions sessions;
  private final SignInLimit limit;

  CodeRoutes(SignInCodes codes, Sessions sessions, SignInLimit limit) {
    this.codes = codes;
    this.sessions = sessions;
    this.limit = limit;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH)
            .needs(Access.open())
            .described("signInOnce", "Access", "Signs a browser in by a link that works once")
            .query(Parameter.text("code", "What the server gave along"))
            .forPages()
            .braked(limit::hold)
            .answers(Reply.text("text/html", "Signed in, and on the way to the page"))
            .does(this::signIn));
  }

  private Answer signIn(Request request) {
    String address = request.address();
    // Looked at first: a code that came from elsewhere has been seen by somebody, and is not used.
    boolean here = Network.address(address).filter(InetAddress::isLoopbackAddress).isPresent();
    Optional<Holder> holder = here ? request.text("code").flatMap(codes::redeem) : Optional.empty();
    Caller caller = new Caller(address, request.header("User-Agent").orElse(""));
    String before = Cookies.session(request).orElse(null);
    try {
      Sessions.Opened opened =
          sessions.open(holder.orElseThrow(CodeRoutes::refused), caller, before);
      limit.succeeded(address);
      return Answer.html(Onward.to("/"))
          .with("Set-Cookie", Cookies.opened(opened.cookie(), request));
    } catch (AccessRefusal revoked) {
      throw refused();
    }
  }

  private static ProblemException refused() {
    return new ProblemException(
        ProblemKind.FORBIDDEN,
        "This link does not sign in (any more)",
        "It works once, for "
            + SignInCodes.LIFETIME.toMinutes()
            + " minutes, in a browser on the server's own machine. Sign in with a token, or start"
            + " the command anew that printed it.",
        List.of(),
        Map.of());
  }
}
