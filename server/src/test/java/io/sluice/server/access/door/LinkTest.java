package io.sluice.server.access.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.http.limit.ServerLimits;
import io.sluice.pipeline.server.Network;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.Permission;
import io.sluice.server.access.session.Caller;
import io.sluice.server.access.signin.SignIn;
import io.sluice.server.access.signin.SignInCodes;
import io.sluice.server.access.token.FolderToken;
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
import io.sluice.testkit.HandClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link that signs somebody in once. */
class LinkTest {
  private static final int REFUSED = 403;

  @TempDir private Path folder;
  private final HandClock clock = new HandClock(Instant.parse("2026-11-22T10:00:00Z"));
  private final SecureRandom random = new SecureRandom();
  private final HttpClient client = HttpClient.newHttpClient();
  private final EventHub events = new EventHub(EventHub.Bounds.usual());
  private StateDatabase state;
  private Entrance entrance;
  private WebServer server;

  @BeforeEach
  void begin() {
    state = StateDatabase.open(folder, clock);
    entrance =
        Entrance.open(
            state, AccessSettings.usual(), Optional.empty(), random, clock, clock.ticker());
    List<Route> routes = new ArrayList<>(entrance.routes());
    routes.add(
        Route.get("/api/v1/me")
            .needs(Access.everywhere(Permission.ADMINISTER))
            .described("me", "Me", "Says who asks")
            .does(request -> Answer.json(Map.of("name", request.who().name()))));
    server =
        WebServer.start(
            new WebSettings(
                "127.0.0.1",
                0,
                ServerLimits.defaults(),
                Optional.empty(),
                Set.of(),
                // This test's own requests come by a proxy if they say so.
                List.of(Network.parse("127.0.0.1").orElseThrow())),
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
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    return client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  private static String session(HttpResponse<String> welcome) {
    String cookie = welcome.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
    return cookie.substring(0, cookie.indexOf(';'));
  }

  @Test
  void it_opens_an_administrators_session_and_the_page_leads_on() throws Exception {
    HttpResponse<String> welcome = get(entrance.linkFor("demo"));

    assertThat(welcome.statusCode()).isEqualTo(200);
    assertThat(welcome.body()).contains("url=/\"");
    assertThat(get("/api/v1/me", "Cookie", session(welcome)).body()).contains("token:demo");
  }

  @Test
  void it_works_once() throws Exception {
    String link = entrance.linkFor("demo");
    get(link);

    HttpResponse<String> again = get(link);

    assertThat(again.statusCode()).isEqualTo(REFUSED);
    assertThat(again.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(again.body()).doesNotContain(link);
  }

  @Test
  void it_works_for_a_quarter_of_an_hour() throws Exception {
    String inTime = entrance.linkFor("demo");
    clock.advance(SignInCodes.LIFETIME.minusSeconds(1));
    assertThat(get(inTime).statusCode()).isEqualTo(200);

    String late = entrance.linkFor("demo");
    clock.advance(SignInCodes.LIFETIME);
    assertThat(get(late).statusCode()).isEqualTo(REFUSED);
  }

  @Test
  void it_works_on_this_machine_alone_and_is_not_used_up_from_elsewhere() throws Exception {
    String link = entrance.linkFor("demo");

    assertThat(get(link, "X-Forwarded-For", "203.0.113.9").statusCode()).isEqualTo(REFUSED);

    assertThat(get(link).statusCode()).isEqualTo(200);
  }

  @Test
  void it_is_worth_nothing_when_its_token_is_revoked() throws Exception {
    String link = entrance.linkFor("demo");
    entrance.tokens().revoke(FolderToken.COMMAND_LINE, "demo", "");

    assertThat(get(link).statusCode()).isEqualTo(REFUSED);
  }

  @Test
  void the_second_one_is_of_the_same_token() {
    entrance.linkFor("demo");
    entrance.linkFor("demo");

    assertThat(entrance.tokens().list()).hasSize(1);
  }

  @Test
  void who_guesses_is_held_up() throws Exception {
    int status = REFUSED;
    for (int i = 0; status == REFUSED && i < 50; i++) {
      status = get("/auth/once?code=guess-" + i).statusCode();
    }
    assertThat(status).isEqualTo(429);
  }

  /** A page of any site can have a browser open links. */
  @Test
  void whoever_follows_links_that_are_not_good_keeps_nobody_from_signing_in() throws Exception {
    for (int i = 0; i < 50; i++) {
      get("/auth/once?code=guess-" + i, "Sec-Fetch-Site", "cross-site");
    }

    Caller here = new Caller("127.0.0.1", "a browser");
    String token =
        entrance
            .tokens()
            .make(FolderToken.COMMAND_LINE, "ann", FolderToken.COMMAND_LINE.grants(), null, "")
            .secret();
    assertThat(entrance.signIn().withToken(token, here, null))
        .isInstanceOf(SignIn.Outcome.Welcome.class);
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
}
