package io.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.server.access.Role;
import io.sluice.state.history.Audit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look into a stream by the API. */
class RecordsTest {
  private static final String RECORDS = "/api/v1/pipelines/orders/records";
  private static final String MAIL = "jane@example.org";

  @TempDir private Path home;
  private ServedApi api;
  private String operator;

  @BeforeEach
  void serve() {
    api = new ServedApi(home);
    operator = api.token(Role.OPERATOR, "shop");
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void what_flows_after_one_began_to_look_is_told_stage_by_stage_and_once() {
    api.streaming.change("orders", 1, MAIL, "too early");
    assertThat(look("{}").path("records")).isEmpty();
    api.streaming.change("orders", 2, MAIL, "new");

    JsonNode seen = look("{}");

    assertThat(seen.path("stages"))
        .extracting(JsonNode::asText)
        .containsExactly("source", "sink:warehouse");
    assertThat(seen.path("picked").asInt()).isEqualTo(1);
    JsonNode record = seen.path("records").get(0);
    assertThat(record.at("/source_offset/lsn").asInt()).isEqualTo(102);
    assertThat(record.path("steps")).hasSize(2);
    JsonNode step = record.path("steps").get(0);
    assertThat(step.path("stage").asText()).isEqualTo("source");
    assertThat(step.path("outcome").asText()).isEqualTo("passed");
    assertThat(step.path("operation").asText()).isEqualTo("update");
    assertThat(step.path("topic").asText()).isEqualTo("orders");
    assertThat(step.path("key").isIntegralNumber()).isTrue();
    assertThat(step.path("value_type").asText()).isEqualTo("shop.orders.Envelope");
    assertThat(step.at("/value/before/note").asText()).isEqualTo("old");
    assertThat(step.at("/value/after/note").asText()).isEqualTo("new");
    assertThat(step.at("/value/after/email").asText()).isEqualTo(MAIL);

    JsonNode again = look("{\"after\": " + seen.path("sequence").asLong() + "}");
    assertThat(again.path("records")).isEmpty();
    assertThat(again.path("sequence").asLong()).isEqualTo(seen.path("sequence").asLong());
  }

  @Test
  void one_stage_alone_one_key_alone_and_a_page_at_a_time() {
    look("{}");
    look("{\"key\": \"3\"}");
    for (int i = 0; i < 5; i++) {
      api.streaming.change("orders", i, null, "n" + i);
    }

    JsonNode atSink = look("{\"stage\": \"sink:warehouse\"}");
    assertThat(atSink.path("records")).hasSize(5);
    assertThat(atSink.path("records").get(0).path("steps")).hasSize(1);

    JsonNode ofKey = look("{\"key\": \"3\"}");
    assertThat(ofKey.path("records")).hasSize(1);
    assertThat(ofKey.at("/records/0/steps/0/value/after/note").asText()).isEqualTo("n3");

    JsonNode first = look("{\"limit\": 2}");
    JsonNode second = look("{\"limit\": 9, \"after\": " + first.path("sequence").asLong() + "}");
    assertThat(first.path("records")).hasSize(2);
    assertThat(second.path("records")).hasSize(3);
    assertThat(second.at("/records/0/steps/0/value/after/note").asText()).isEqualTo("n2");
  }

  @Test
  void masked_values_are_nowhere_in_the_answer_and_it_says_where_they_would_be() {
    api.streaming.mask("after");
    api.streaming.mask("email");
    look("{}");
    api.streaming.flow(
        "orders",
        new SourceRecord(
            Map.of(), Map.of(), "orders", null, "k", null, Map.of("email", MAIL, "id", 1)));

    ServedApi.Said said = api.post(operator, RECORDS, "{}");

    assertThat(said.text()).doesNotContain(MAIL);
    assertThat(said.json().path("masks")).isNotEmpty();
    JsonNode step = said.json().at("/records/0/steps/0");
    assertThat(step.at("/value/email").asText()).isEqualTo("gone");
    assertThat(step.path("masked")).extracting(JsonNode::asText).containsExactly("/value/email");
  }

  @Test
  void secrets_are_taken_out_and_large_and_binary_values_are_told_as_such() {
    look("{}");
    api.streaming.flow(
        "orders",
        new SourceRecord(
            Map.of(),
            Map.of(),
            "orders",
            null,
            null,
            null,
            Map.of(
                "url",
                "x?p=hunter2-secret",
                "a/b",
                "y".repeat(5_000),
                "blob",
                new byte[] {1, 2, 3},
                "big",
                new java.math.BigDecimal("12345678901234567890.10"),
                "list",
                List.of(1, 2))));

    JsonNode step = look("{}").at("/records/0/steps/0");

    assertThat(step.at("/value/url").asText()).startsWith("x?p=").doesNotContain("hunter2");
    assertThat(step.at("/value/blob").asText()).isEqualTo("AQID");
    assertThat(step.at("/value/big").isTextual()).isTrue();
    assertThat(step.at("/value/big").asText()).isEqualTo("12345678901234567890.10");
    assertThat(step.at("/value/list")).hasSize(2);
    assertThat(step.path("cut")).extracting(JsonNode::asText).containsExactly("/value/a~1b");
  }

  @Test
  void who_looked_is_in_the_audit_log_once_a_look_and_a_key_only_as_its_hash() {
    look("{\"stage\": \"source\", \"key\": \"customer-4711\"}");
    look("{\"stage\": \"sink:warehouse\", \"key\": \"customer-4711\"}");
    api.post(operator, RECORDS + "?reason=ticket%207", "{}");

    List<Audit.Entry> entries = api.state.audit().list("orders", 10);

    assertThat(entries).extracting(Audit.Entry::action).containsOnly("records.look").hasSize(2);
    assertThat(entries.get(0).reason()).isEqualTo("ticket 7");
    assertThat(entries.get(1).who()).isEqualTo("token:operator-shop");
    assertThat(entries.get(1).after())
        .matches("\\{\"stage\":\"source\",\"key_hash\":\"[0-9a-f]{12}\"}");
    assertThat(entries.toString()).doesNotContain("4711");
  }

  @Test
  void two_people_have_each_their_own_look() {
    look("{}");
    api.streaming.change("orders", 1, null, "x");

    JsonNode other = api.post(api.admin(), RECORDS, "{}").json();

    assertThat(look("{}").path("records")).hasSize(1);
    assertThat(other.path("records")).isEmpty();
  }

  @Test
  void what_is_not_right_is_pointed_at_and_no_look_begins() {
    assertThat(errors("{\"stage\": \"sink:nobody\"}")).containsExactly("/stage");
    assertThat(errors("{\"limit\": 0, \"key\": \"" + "k".repeat(1_001) + "\"}"))
        .containsExactly("/limit", "/key");
    assertThat(api.post(operator, RECORDS, "{\"limit\": \"many\"}").status()).isEqualTo(400);
    assertThat(api.state.audit().list("orders", 10)).isEmpty();
  }

  @Test
  void no_more_look_at_once_than_may() {
    for (int i = 0; i < 8; i++) {
      look("{\"key\": \"" + i + "\"}");
    }

    ServedApi.Said ninth = api.post(operator, RECORDS, "{\"key\": \"one more\"}");

    assertThat(ninth.status()).isEqualTo(409);
    assertThat(ninth.text()).contains("as many look into pipeline orders as may");
  }

  @Test
  void a_pipeline_on_kafka_says_that_its_records_are_not_here() {
    api.views.add(Views.running("shop", "on-kafka"));

    ServedApi.Said said = api.post(operator, "/api/v1/pipelines/on-kafka/records", "{}");

    assertThat(said.status()).isEqualTo(409);
    assertThat(said.text()).contains("runs on Kafka");
  }

  private List<String> errors(String body) {
    ServedApi.Said said = api.post(operator, RECORDS, body);
    assertThat(said.status()).as(said.text()).isEqualTo(400);
    return said.json().path("errors").findValuesAsText("pointer").stream()
        .map(pointer -> pointer.replaceFirst("^body:?", "").replaceFirst("^#", ""))
        .toList();
  }

  private JsonNode look(String body) {
    ServedApi.Said said = api.post(operator, RECORDS, body);
    assertThat(said.status()).as(said.text()).isEqualTo(200);
    return said.json();
  }
}
