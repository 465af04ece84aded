package io.sluice.acceptance.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.standby.Shops.Server;
import io.sluice.testkit.TcpProxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server whose state goes away and comes back, while a shop does not rest. */
@Tag("long")
@Timeout(300)
class StateAwayTest {
  @TempDir private Path folder;

  /** How it goes. */
  enum Loss {
    /** Connections break, and nobody takes new ones. */
    REFUSED(TcpProxy::refuse),
    /** Nothing arrives any more, and nobody says so. */
    SILENT(TcpProxy::stall);

    private final Consumer<TcpProxy> happen;

    Loss(Consumer<TcpProxy> happen) {
      this.happen = happen;
    }
  }

  @ParameterizedTest
  @EnumSource
  void its_pipelines_stand_still_it_says_so_and_all_goes_on_by_itself(Loss loss) throws Exception {
    try (Shops shops = new Shops(folder);
        TcpProxy proxy = TcpProxy.to(shops.state.server().port())) {
      shops.workload.start(100);
      Server server = shops.start("a", shops.state.jdbcUrl(proxy.port()));
      server.awaitReady(200);
      shops.awaitFlow();
      long token = shops.token();

      loss.happen.accept(proxy);

      server.awaitReady(503);
      assertThat(server.answer("/health/ready").orElseThrow().body()).contains("they stand still");
      assertThat(server.answer("/health/live").map(HttpResponse::statusCode)).contains(200);
      HttpResponse<String> page = server.answer("/sign-in").orElseThrow();
      assertThat(page.statusCode()).as("a page that needs no state").isEqualTo(200);
      // Whether it is somebody's cookie only the state can tell.
      HttpResponse<String> signedIn =
          server.answer("/", "Cookie", server.sessionCookie("c".repeat(43))).orElseThrow();
      assertThat(signedIn.statusCode()).isEqualTo(503);
      assertThat(signedIn.body())
          .as("what who is on call sees")
          .contains("state is away", "does not answer since 20");
      // A run whose lease may have ended delivers nothing: what is there now stays as it is.
      await().atMost(Shops.SOON).until(() -> server.log().contains("pipelines; they stand still"));

      proxy.heal();

      server.awaitReady(200);
      shops.awaitFlow();
      assertThat(shops.token()).as("nobody else had it meanwhile").isEqualTo(token);
      shops.awaitEqual();
      assertThat(server.log()).contains("No other server has taken over meanwhile");
    }
  }
}
