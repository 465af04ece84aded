package io.sluice.server.console;

import io.sluice.server.access.AccessRefusal;
import io.sluice.server.access.Grant;
import io.sluice.server.access.Permission;
import io.sluice.server.access.Role;
import io.sluice.server.access.door.Entrance;
import io.sluice.server.access.token.Tokens;
import io.sluice.server.console.page.AccessPage;
import io.sluice.server.console.page.AccessPage.Form;
import io.sluice.server.console.page.AccessPage.Known;
import io.sluice.server.console.page.AccessPage.Made;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reason;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Tokens, and who is signed in. Thread-safe. */
final class AccessRoutes {
  private static final String PATH = "/tokens";

  private final Frames frames;
  private final Pages pages;
  private final Entrance entrance;

  AccessRoutes(Frames frames, Pages pages, Entrance entrance) {
    this.frames = frames;
    this.pages = pages;
    this.entrance = entrance;
  }

  List<Route> routes() {
    return List.of(
        Drafts.page(PATH, "pageAccess", "Who may come in")
            .needs(Access.everywhere(Permission.ADMINISTER))
            .does(request -> page(request, 200, Optional.empty(), Optional.empty(), Form.EMPTY)),
        Drafts.form(PATH, "doMakeToken", "Makes a token and shows it once")
            .needs(Access.everywhere(Permission.ADMINISTER))
            .does(this::make),
        Drafts.form(PATH + "/{id}/revoke", "doRevokeToken", "Ends a token and its sessions")
            .part("id", "The token's public part")
            .needs(Access.everywhere(Permission.ADMINISTER))
            .does(request -> changed(request, this::revoke)),
        Drafts.form("/sessions/{id}/end", "doEndSession", "Signs somebody out")
            .part("id", "What people see of the session")
            .needs(Access.everywhere(Permission.ADMINISTER))
            .does(request -> changed(request, this::end)),
        user("grants", "doGrantUser", "Gives somebody roles beside those of their provider")
            .does(request -> changed(request, this::give)),
        user("block", "doBlockUser", "Keeps somebody out, at once")
            .does(request -> changed(request, this::block)),
        user("unblock", "doUnblockUser", "Lets somebody in again")
            .does(request -> changed(request, this::unblock)));
  }

  private static RouteDraft user(String what, String name, String summary) {
    return Drafts.form("/users/{id}/" + what, name, summary)
        .part("id", "Of the user")
        .needs(Access.everywhere(Permission.ADMINISTER));
  }

  private Answer make(Request request) {
    Form form =
        new Form(
            request.field("name").orElse("").strip(),
            request.field("grants").orElse("").strip(),
            request.field("days").orElse("").strip());
    try {
      Tokens.Made made =
          entrance
              .tokens()
              .make(
                  request.who(),
                  form.name(),
                  grants(form.grants()),
                  days(form.days()),
                  reason(request));
      return page(
          request,
          201,
          Optional.of(new Made(made.token().name(), made.secret())),
          Optional.empty(),
          Form.EMPTY);
    } catch (AccessRefusal refusal) {
      return page(
          request,
          Refusals.status(refusal),
          Optional.empty(),
          Optional.of(Refusals.of(refusal)),
          form);
    }
  }

  /** What a form of one entry asks for, then the page as it is since. */
  private Answer changed(Request request, Consumer<Request> change) {
    try {
      change.accept(request);
    } catch (AccessRefusal refusal) {
      return page(
          request,
          Refusals.status(refusal),
          Optional.empty(),
          Optional.of(Refusals.of(refusal)),
          Form.EMPTY);
    }
    return Answer.seeOther(PATH);
  }

  private void revoke(Request request) {
    entrance.tokens().revoke(request.who(), request.part("id"), reason(request));
  }

  private void end(Request request) {
    entrance.sessions().end(request.who(), request.part("id"), reason(request));
  }

  private void give(Request request) {
    entrance
        .users()
        .give(
            request.who(),
            request.part("id"),
            grants(request.field("grants").orElse("")),
            reason(request));
  }

  private void block(Request request) {
    entrance.users().block(request.who(), request.part("id"), reason(request));
  }

  private void unblock(Request request) {
    entrance.users().unblock(request.who(), request.part("id"), reason(request));
  }

  private static String reason(Request request) {
    return Reason.ofForm(request);
  }

  private static Map<String, Role> grants(String text) {
    return Grant.together(
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .map(Grant::parse)
            .toList());
  }

  private static Duration days(String text) {
    // Longer than four digits is longer than any lifetime that may be asked for.
    if (!text.matches("[0-9]{1,4}")) {
      throw new AccessRefusal(
          AccessRefusal.Kind.INVALID, "Expected a whole number of days", "For example 90");
    }
    return Duration.ofDays(Integer.parseInt(text));
  }

  private Answer page(
      Request request, int status, Optional<Made> made, Optional<Refused> refused, Form form) {
    return Drafts.answer(
        status,
        pages.render(
            "access",
            AccessPage.of(
                frames.still(request, "Access", Place.TOKENS),
                new Known(
                    entrance.tokens().list(), entrance.users().list(), entrance.sessions().all()),
                made,
                refused,
                form)));
  }
}
