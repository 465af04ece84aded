package io.sluice.server.access.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.server.OidcSpec.RoleName;
import io.sluice.pipeline.server.OidcSpec.RoleRule;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.Account;
import io.sluice.server.access.Holder;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.access.Role;
import io.sluice.server.access.oidc.ClaimRoles;
import io.sluice.server.access.oidc.OidcSettings;
import io.sluice.server.access.session.Caller;
import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.token.FolderToken;
import io.sluice.server.access.token.Tokens;
import io.sluice.server.http.AnswerCount;
import io.sluice.server.http.Pages;
import io.sluice.server.http.WebParts;
import io.sluice.server.http.WebServer;
import io.sluice.server.http.WebSettings;
import io.sluice.server.http.door.Visitor;
import io.sluice.server.http.event.EventHub;
import io.sluice.server.http.problem.Problem;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Route;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.HandClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let through to a route, over HTTP. */
class DoorTest {
  private static final Caller CALLER = new Caller("127.0.0.1", "Firefox");
  private static final Map<String, Role> VIEWER = Map.of("*", Role.VIEWER);

  @TempDir private Path folder;
  private final HandClock clock = new HandClock(Instant.now());
  private final SecureRandom random = new SecureRandom();
  private final HttpClient client = HttpClient.newHttpClient();
  private final MockOAuth2Server provider = new MockOAuth2Server();
  private StateDatabase state;
  private EventHub events;
  private Entrance entrance;
  private WebServer server;

  @BeforeEach
  void begin() throws IOException {
    provider.start();
    state = StateDatabase.open(folder, clock);
    events = new EventHub(EventHub.Bounds.usual());
    int port = FreePort.claim();
    entrance =
        Entrance.open(
            state,
            AccessSettings.usual(),
            Optional.of(
                new OidcSettings(
                    provider.issuerUrl("main").toString(),
                    "sluice",
                    Optional.of("s3cret"),
                    List.of("email"),
                    Optional.empty(),
                    ClaimRoles.of("groups", List.of(new RoleRule("shop", RoleName.ADMIN, "*"))),
                    URI.create("http://localhost:" + port),
                    Optional.empty())),
            random,
            clock,
            clock.ticker());
    List<Route> routes = new ArrayList<>(entrance.routes());
    routes.add(
        Route.get("/api/v1/me")
            .needs(Access.everywhere(Permission.SEE))
            .described("me", "Me", "Says who asks")
            .does(request -> Answer.json(Map.of("name", request.who().name()))));
    routes.add(
        Route.post("/api/v1/change")
            .needs(Access.everywhere(Permission.EDIT))
            .described("change", "Me", "Changes nothing")
            .does(request -> Answer.none()));
    routes.add(
        Route.post("/api/v1/tokens/{name}")
            .needs(Access.somewhere(Permission.ADMINISTER))
            .described("make", "Me", "Makes a token that may do everything")
            .part("name", "What it is for")
            .does(
                request -> {
                  Map<String, Role> all = Map.of("*", Role.ADMIN);
                  entrance.tokens().make(request.who(), request.part("name"), all, null, "");
                  return Answer.none();
                }));
    server =
        WebServer.start(
            WebSettings.local(port),
            new WebParts(
                entrance.doorman(),
                pipeline -> Optional.empty(),
                new PlainPages(),
                events,
                text -> text,
                random,
                AnswerCount.NONE),
            routes);
  }

  @AfterEach
  void end() {
    events.close();
    server.close();
    state.close();
    provider.shutdown();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
  }

  private String cookieName() {
    return "Sluice-Session-" + server.port();
  }

  private int me(String header, String value) throws Exception {
    return send(to("/api/v1/me").header(header, value)).statusCode();
  }

  private String token(String name, Map<String, Role> grants) {
    return entrance.tokens().make(FolderToken.COMMAND_LINE, name, grants, null, "").secret();
  }

  @Test
  void where_somebody_administers_by_the_provider_no_first_token_is_made() {
    assertThat(entrance.firstToken()).as("the first start").isPresent();
    Account ann =
        entrance
            .users()
            .arrived(
                provider.issuerUrl("main").toString(),
                "ann",
                "ann@example.com",
                Map.of(Identity.EVERYWHERE, Role.ADMIN));
    entrance.tokens().revoke(FolderToken.COMMAND_LINE, "admin", "all come by the provider");

    assertThat(entrance.firstToken()).as("a start later").isEmpty();

    entrance.users().block(FolderToken.COMMAND_LINE, ann.id(), "has left");
    assertThat(entrance.firstToken()).as("nobody is left").isPresent();
  }

  @Test
  void who_has_a_token_comes_in_until_it_is_revoked() throws Exception {
    String token = token("ci", VIEWER);
    assertThat(me("Authorization", "Bearer " + token)).isEqualTo(200);

    entrance.tokens().revoke(FolderToken.COMMAND_LINE, "ci", "");

    HttpResponse<String> refused =
        send(to("/api/v1/me").header("Authorization", "Bearer " + token));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(refused.body()).doesNotContain(token);
  }

  @Test
  void nobody_comes_in_with_what_is_shown_of_a_token_or_with_half_of_it() throws Exception {
    Tokens.Made made = entrance.tokens().make(FolderToken.COMMAND_LINE, "ci", VIEWER, null, "");

    assertThat(me("Authorization", "Bearer slc_" + made.token().id())).isEqualTo(401);
    assertThat(me("Authorization", "Bearer " + made.secret().substring(0, 40))).isEqualTo(401);
    assertThat(me("Authorization", "Basic " + made.secret())).isEqualTo(401);
    assertThat(send(to("/api/v1/me")).statusCode()).isEqualTo(401);
  }

  @Test
  void the_token_of_the_folder_is_worth_nothing_to_another_server() throws Exception {
    assertThat(me("Authorization", "Bearer " + entrance.folder().secret())).isEqualTo(200);
    assertThat(me("Authorization", "Bearer " + new FolderToken(random).secret())).isEqualTo(401);
    assertThat(entrance.folder().toString()).doesNotContain(entrance.folder().secret());
  }

  @Test
  void who_has_a_session_comes_in_until_it_is_over() throws Exception {
    Sessions.Opened opened = open(Map.of("*", Role.EDITOR));
    assertThat(me("Cookie", cookieName() + "=" + opened.cookie())).isEqualTo(200);

    clock.advance(Duration.ofHours(9));

    assertThat(me("Cookie", cookieName() + "=" + opened.cookie())).isEqualTo(401);
  }

  @Test
  void a_session_changes_something_only_with_its_own_form_token() throws Exception {
    Sessions.Opened hers = open(Map.of("*", Role.EDITOR));
    Sessions.Opened his = open(Map.of("*", Role.ADMIN));

    assertThat(change(hers.cookie(), Sessions.formToken(hers.cookie()))).isEqualTo(204);
    assertThat(change(hers.cookie(), Sessions.formToken(his.cookie()))).isEqualTo(403);
    assertThat(change(hers.cookie(), "")).isEqualTo(403);
    assertThat(change(hers.cookie(), hers.cookie())).isEqualTo(403);
  }

  private Sessions.Opened open(Map<String, Role> grants) {
    String name = "t" + entrance.tokens().list().size();
    Tokens.Made made = entrance.tokens().make(FolderToken.COMMAND_LINE, name, grants, null, "");
    return entrance.sessions().open(Holder.token(made.token().id()), CALLER, null);
  }

  private int change(String cookie, String formToken) throws Exception {
    return send(to("/api/v1/change")
            .header("Cookie", cookieName() + "=" + cookie)
            .header("X-CSRF-Token", formToken)
            .POST(BodyPublishers.noBody()))
        .statusCode();
  }

  @Test
  void a_browser_goes_to_the_provider_and_comes_back_signed_in() throws Exception {
    provider.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            "main",
            "1",
            "JWT",
            List.of("sluice"),
            Map.of("email", "ann@example.com", "groups", List.of("shop")),
            300));
    HttpResponse<String> away = send(to("/auth/oidc?back=/pipelines/a%22b"));
    String flow = cookie(away, "Sluice-Sign-In");
    assertThat(away.statusCode()).isEqualTo(303);
    assertThat(setCookie(away, "Sluice-Sign-In")).contains("HttpOnly", "SameSite=Lax");

    URI back = location(send(HttpRequest.newBuilder(location(away))));
    HttpResponse<String> in =
        send(
            HttpRequest.newBuilder(back)
                .header("Cookie", "Sluice-Sign-In=" + flow)
                .header("Sec-Fetch-Site", "cross-site"));

    assertThat(in.statusCode()).isEqualTo(200);
    assertThat(in.body()).contains("0;url=/pipelines/a&quot;b\"").doesNotContain("a\"b");
    assertThat(setCookie(in, cookieName())).contains("HttpOnly", "SameSite=Strict");
    assertThat(setCookie(in, "Sluice-Sign-In")).contains("Max-Age=0");
    HttpResponse<String> me =
        send(to("/api/v1/me").header("Cookie", cookieName() + "=" + cookie(in, cookieName())));
    assertThat(me.body()).contains("ann@example.com");
  }

  @Test
  void who_has_signed_out_may_do_so_at_the_provider_as_well() throws Exception {
    HttpResponse<String> away = send(to("/auth/oidc/sign-out"));

    assertThat(away.statusCode()).isEqualTo(303);
    assertThat(location(away).toString())
        .startsWith(provider.issuerUrl("main").toString())
        .contains("client_id=sluice", "post_logout_redirect_uri=");
    provider.shutdown();
    clock.advance(Duration.ofHours(2));
    assertThat(send(to("/auth/oidc/sign-out")).statusCode()).as("known from before").isEqualTo(303);
  }

  @Test
  void a_link_that_somebody_else_began_signs_nobody_in() throws Exception {
    URI back = location(send(HttpRequest.newBuilder(location(send(to("/auth/oidc"))))));

    HttpResponse<String> refused = send(HttpRequest.newBuilder(back));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.headers().allValues("Set-Cookie"))
        .noneMatch(header -> header.startsWith("Sluice-Session"));
  }

  @Test
  void who_comes_back_too_often_waits() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(send(to("/auth/oidc/callback?code=x&state=y")).statusCode()).isEqualTo(400);
    }

    HttpResponse<String> held = send(to("/auth/oidc/callback?code=x&state=y"));
    assertThat(held.statusCode()).isEqualTo(429);
    assertThat(held.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void a_provider_that_is_away_is_told_and_tokens_work_still() throws Exception {
    provider.shutdown();

    HttpResponse<String> away = send(to("/auth/oidc"));
    assertThat(away.statusCode()).isEqualTo(502);
    assertThat(away.body()).contains("does not answer");
    assertThat(me("Authorization", "Bearer " + token("ci", VIEWER))).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"shop, mine, 403", "*, mine, 204", "*, Mine, 422", "*, ci, 409"})
  void what_is_refused_about_access_is_told_as_any_problem(String where, String name, int status)
      throws Exception {
    String token = token("ci", Map.of(where, Role.ADMIN));

    HttpResponse<String> answer =
        send(
            to("/api/v1/tokens/" + name)
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void an_identity_has_what_its_token_has_and_nothing_else() {
    Identity identity =
        entrance
            .doorman()
            .byToken(token("shop", Map.of("shop", Role.OPERATOR)))
            .orElseThrow()
            .identity();

    assertThat(identity.may(Permission.OPERATE, "shop")).isTrue();
    assertThat(identity.mayEverywhere(Permission.SEE)).isFalse();
  }

  private static final class PlainPages implements Pages {
    @Override
    public String problem(Problem problem, Optional<Visitor> visitor) {
      return problem.toString();
    }

    @Override
    public String signIn(String back) {
      return "/sign-in";
    }
  }

  private static URI location(HttpResponse<?> answer) {
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  private static String setCookie(HttpResponse<?> answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(header -> header.startsWith(name + "="))
        .findFirst()
        .orElseThrow();
  }

  private static String cookie(HttpResponse<?> answer, String name) {
    String header = setCookie(answer, name);
    return header.substring(name.length() + 1, header.indexOf(';'));
  }
}
