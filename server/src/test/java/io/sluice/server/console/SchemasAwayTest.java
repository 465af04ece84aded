package io.sluice.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.serdes.config.ClientOptions;
import io.sluice.server.access.Role;
import io.sluice.server.schema.SchemaDesk;
import io.sluice.server.schema.SchemaDesks;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pages of schemas where the registry is elsewhere, and nobody is there. */
@Timeout(120)
class SchemasAwayTest extends ConsoleBed {
  @Override
  SchemaDesk schemas() {
    return SchemaDesks.desk(
        state,
        clock,
        Optional.of(Map.of(ClientOptions.URL, "http://me:" + SECRET + "@127.0.0.1:1")),
        SchemaDesks.WAIT,
        List.of());
  }

  @Test
  void the_page_says_so_and_shows_what_is_known_here() {
    SchemaDesks.decide(state, clock, "shop-running", "shop.orders-value", Kind.FROZEN);
    String session = signedIn(Role.VIEWER);

    HttpResponse<String> answer = get("/schemas", session);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(page(answer).selectFirst("[data-refused]").text())
        .contains("127.0.0.1:1", "What to do");
    assertThat(answer.body()).doesNotContain(SECRET);
    assertThat(page(answer).select("[data-decision]")).hasSize(1);
    assertThat(get("/schemas/subject?subject=s", session).statusCode()).isEqualTo(502);
  }
}
