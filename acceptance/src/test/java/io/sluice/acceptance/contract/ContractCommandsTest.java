package io.sluice.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.acceptance.cli.Command;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of a contract on schemas, and what they do about it. */
class ContractCommandsTest {
  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private HeldOrders orders;

  @BeforeEach
  void open() {
    orders = new HeldOrders(folder, source);
  }

  @AfterEach
  void close() {
    source.close();
  }

  private Command.Result sluice(String... arguments) {
    return Command.in(folder).run(arguments);
  }

  @Test
  void a_stop_is_seen_decided_by_hand_and_gone_on_from() throws Exception {
    orders.file(Map.of("on_change", "stop"));
    sluice("run", "orders.yaml", "--once").ok();
    source.sql("alter table orders add column note text", "insert into orders values (4, 40, 'n')");

    Command.Result stopped = sluice("run", "orders.yaml", "--once");

    assertThat(stopped.code()).as(stopped.out() + stopped.err()).isNotZero();
    assertThat(stopped.out() + stopped.err()).contains("on_change: stop");
    JsonNode status = sluice("status", "orders.yaml", "-o", "json").json();
    JsonNode trouble = status.path("schema_troubles").path(0);
    assertThat(trouble.path("decision").asText()).isEqualTo("stopped");
    assertThat(trouble.path("subject").asText()).isEqualTo(orders.subject());
    String event = trouble.path("event").asText();
    assertThat(sluice("status", "orders.yaml").out())
        .contains(orders.subject() + ": stopped")
        .contains("sluice schema events --event " + event);

    assertThat(sluice("schema", "events", "orders.yaml").ok().out())
        .contains("registered", "stopped", "1 -> none", "on_change: stop");
    Command.Result one = sluice("schema", "events", "orders.yaml", "--event", event).ok();
    assertThat(one.out()).contains("source offset", "\"lsn\":", "AVRO:");
    String text = sluice("schema", "events", "orders.yaml", "--schema", event).ok().out();
    Path file = Files.writeString(folder.resolve("accepted.avsc"), text);
    Command.Result registered =
        sluice("schema", "register", file.toString(), "--subject", orders.subject());
    assertThat(registered.code()).as(registered.out() + registered.err()).isZero();

    sluice("run", "orders.yaml", "--once").ok();

    assertThat(orders.target.column("select note from orders where id = 4")).containsExactly("n");
    JsonNode events =
        sluice("schema", "events", "orders.yaml", "-o", "json").ok().json().path("events");
    assertThat(events.path(0).path("decision").asText()).isEqualTo("accepted");
    assertThat(events.path(0).path("to_version").asInt()).isEqualTo(2);
  }

  @Test
  void a_registry_that_does_not_answer_is_told_by_its_line_before_anything_runs()
      throws IOException {
    String url = "http://127.0.0.1:" + FreePort.claim();
    orders.file(Map.of("registry", url));

    Command.Result validate = sluice("validate", "orders.yaml");

    assertThat(validate.code()).isEqualTo(3);
    assertThat(validate.out()).containsPattern("orders.yaml:\\d+:\\d+ schema.registry");
    assertThat(validate.out()).contains("the schema registry does not answer");
    assertThat(sluice("run", "orders.yaml", "--once").code()).isEqualTo(3);
    assertThat(sluice("doctor", "orders.yaml").out()).contains("the schema registry does not");
  }

  @Test
  void the_projects_registry_is_asked_where_the_pipeline_names_none() throws IOException {
    orders.file(Map.of("format", "avro"));
    Files.writeString(
        folder.resolve("sluice.yaml"), "registry: http://127.0.0.1:" + FreePort.claim() + "\n");

    Command.Result validate = sluice("validate", "orders.yaml");

    assertThat(validate.code()).isEqualTo(3);
    assertThat(validate.out()).contains("sluice.yaml:1:");
  }

  @Test
  void an_event_that_is_not_there_is_told() {
    orders.file(Map.of("format", "avro"));

    assertThat(sluice("schema", "events", "orders.yaml").ok().out()).contains("No events.");
    assertThat(sluice("schema", "events", "orders.yaml", "--event", "7").err())
        .contains("there is no event 7");
  }
}
