package io.sluice.server.api;

import static io.sluice.server.schema.SchemaDesks.BROKEN;
import static io.sluice.server.schema.SchemaDesks.FIRST;
import static io.sluice.server.schema.SchemaDesks.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.schema.SchemaDesks;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaEndpointsTest {
  private static final String PATH = "/api/v1/schemas";

  @TempDir private Path home;
  private ServedApi api;
  private String viewer;

  @BeforeEach
  void serve() {
    api = new ServedApi(home);
    viewer = api.token(Role.VIEWER, Identity.EVERYWHERE);
    SchemaDesks.register(api.state, "s/1", FIRST, SECOND);
    SchemaDesks.register(api.state, "t", FIRST);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void subjects_come_in_pages() {
    JsonNode first = api.get(viewer, PATH + "?limit=1").json();
    JsonNode second =
        api.get(viewer, PATH + "?limit=1&cursor=" + first.path("next_cursor").asText()).json();

    assertThat(first.at("/subjects/0/subject").asText()).isEqualTo("s/1");
    assertThat(first.at("/subjects/0/version").asInt()).isEqualTo(2);
    assertThat(first.at("/subjects/0/registered_by").asText()).isEqualTo("ann");
    assertThat(first.path("total").asInt()).isEqualTo(2);
    assertThat(second.at("/subjects/0/subject").asText()).isEqualTo("t");
    assertThat(second.has("next_cursor")).isFalse();
    assertThat(api.get(viewer, PATH + "?q=T").json().path("total").asInt()).isEqualTo(1);
  }

  @Test
  void a_subject_its_versions_and_their_difference() {
    JsonNode subject = api.get(viewer, PATH + "/subject?subject=s%2F1&version=1").json();
    JsonNode difference = api.get(viewer, PATH + "/difference?subject=s%2F1&from=1&to=2").json();

    assertThat(subject.path("schema").asText()).isEqualTo(FIRST);
    assertThat(subject.path("versions")).hasSize(2);
    assertThat(subject.path("level").asText()).isEqualTo("BACKWARD");
    assertThat(difference.at("/changes/0/path").asText()).isEqualTo("Order.note");
    assertThat(difference.path("new_readers_can_read").asBoolean()).isTrue();
  }

  @Test
  void a_draft_is_judged_with_reasons() {
    ObjectNode draft =
        ServedApi.JSON
            .createObjectNode()
            .put("subject", "s/1")
            .put("type", "AVRO")
            .put("schema", BROKEN);

    JsonNode verdict = api.post(viewer, PATH + "/check", draft.toString()).json();

    assertThat(verdict.path("status").asText()).isEqualTo("incompatible");
    assertThat(verdict.at("/conflicts/0/kind").asText())
        .isEqualTo("READER_FIELD_MISSING_DEFAULT_VALUE");
    assertThat(verdict.at("/conflicts/0/breaks").asText()).isEqualTo("new_readers");
    assertThat(api.get(viewer, PATH + "/subject?subject=s%2F1").json().path("version").asInt())
        .as("nothing was registered")
        .isEqualTo(2);
  }

  @Test
  void decisions_are_told_of_one_subject_and_of_all_where_they_need_somebody() {
    Clock clock = Clock.systemUTC();
    SchemaDesks.decide(api.state, clock, "orders", "t", Kind.REGISTERED);
    SchemaDesks.decide(api.state, clock, "orders", "t", Kind.STOPPED);

    JsonNode of = api.get(viewer, PATH + "/decisions?subject=t").json().path("decisions");
    JsonNode all = api.get(viewer, PATH + "/decisions").json().path("decisions");
    JsonNode whole = api.get(api.admin(), PATH + "/decisions").json().path("decisions");

    assertThat(of).hasSize(2);
    assertThat(all).hasSize(1);
    assertThat(all.at("/0/decision").asText()).isEqualTo("stopped");
    assertThat(whole.at("/0/source_offset/lsn").asInt()).isEqualTo(77);
    assertThat(all.at("/0/source_offset/lsn").asText())
        .as("a position may be a key")
        .isEqualTo("***");
    assertThat(api.get(viewer, PATH + "/subject?subject=t").json().at("/used_by/0/how").asText())
        .isEqualTo("contract");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/subject",
        "/subject?subject=s&version=0",
        "/difference?subject=t",
        "/difference?subject=t&from=1",
        "/difference?subject=t&from=1&to=x",
        "?limit=0",
        "?cursor=abc"
      })
  void what_is_missing_or_wrong_is_told(String path) {
    ServedApi.Said said = api.get(viewer, PATH + path);

    assertThat(said.status()).isEqualTo(400);
    assertThat(said.json().path("errors")).isNotEmpty();
  }

  @Test
  void what_is_not_there_is_told() {
    assertThat(api.get(viewer, PATH + "/subject?subject=none").status()).isEqualTo(404);
    assertThat(api.get(viewer, PATH + "/difference?subject=t&from=1&to=2").status()).isEqualTo(404);
    assertThat(
            api.post(viewer, PATH + "/check", "{\"subject\":\"t\",\"type\":\"X\",\"schema\":\"\"}")
                .json()
                .at("/errors/0/pointer")
                .asText())
        .isEqualTo("#/type");
  }
}
