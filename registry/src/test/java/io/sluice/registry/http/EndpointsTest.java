package io.sluice.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.registry.Registry;
import io.sluice.registry.http.Exchange.Story;
import io.sluice.registry.http.ServedRegistry.Reply;
import io.sluice.registry.http.call.Endpoint;
import io.sluice.registry.http.endpoint.Endpoints;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every endpoint, with what it answers and what it refuses: the table is endpoints.txt. */
final class EndpointsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> answers() {
    return Exchange.stories().stream()
        .map(story -> DynamicTest.dynamicTest(story.title(), () -> play(story)));
  }

  @Test
  void every_endpoint_is_in_the_table_with_a_success() throws Exception {
    List<String> missing = new ArrayList<>();
    try (StateDatabase database = StateDatabase.open(folder, Clock.systemUTC())) {
      Registry registry = Registry.open(database, SchemaFormats.standard(), Clock.systemUTC());
      for (Endpoint endpoint : Endpoints.of(registry, "")) {
        String path = endpoint.path().replaceAll("\\{[a-z]+}", "[^/?]+");
        boolean there =
            Exchange.stories().stream()
                .flatMap(story -> story.exchanges().stream())
                .anyMatch(
                    exchange ->
                        exchange.method().equals(endpoint.method().name())
                            && exchange.status() == 200
                            && exchange.path().matches(path + "(\\?.*)?"));
        // Those under a context are the same ones; some of them stand for all.
        if (!there && !endpoint.path().startsWith("/contexts/{context}")) {
          missing.add(endpoint.method() + " " + endpoint.path());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private void play(Story story) throws IOException {
    try (ServedRegistry served = ServedRegistry.in(Files.createTempDirectory(folder, "story"))) {
      for (Exchange exchange : story.exchanges()) {
        Reply reply =
            served.send(
                exchange.method(),
                exchange.path(),
                exchange.body(),
                exchange.headers().toArray(String[]::new));
        assertThat(reply.status())
            .as(exchange.line() + "\n" + reply.text())
            .isEqualTo(exchange.status());
        look(exchange, reply);
      }
    }
  }

  private static void look(Exchange exchange, Reply reply) throws IOException {
    String expected = exchange.expected();
    if (exchange.status() >= 400 && !exchange.method().equals("HEAD")) {
      String[] parts = expected.split(" ", 2);
      assertThat(reply.errorCode()).as(exchange.line()).isEqualTo(Integer.parseInt(parts[0]));
      if (parts.length > 1) {
        assertThat(reply.message()).as(exchange.line()).contains(parts[1]);
      }
      assertThat(reply.header("Content-Type")).contains("json");
    } else if (expected.isEmpty()) {
      assertThat(reply.text()).as(exchange.line()).isEmpty();
    } else {
      JsonNode wanted = JSON.readTree(expected);
      assertThat(differs(wanted, reply.json(), ""))
          .as(exchange.line() + "\n" + reply.text())
          .isEmpty();
    }
  }

  /** Where they differ; empty if they do not. */
  private static String differs(JsonNode wanted, JsonNode found, String path) {
    if (wanted.asText().equals("*") && !found.isMissingNode()) {
      return "";
    }
    if (wanted.isObject() && found.isObject()) {
      List<String> names = new ArrayList<>();
      wanted.fieldNames().forEachRemaining(names::add);
      for (Iterator<String> more = found.fieldNames(); more.hasNext(); ) {
        String name = more.next();
        if (!wanted.has(name)) {
          return path + "/" + name + " is too much";
        }
      }
      return names.stream()
          .map(name -> differs(wanted.get(name), found.path(name), path + "/" + name))
          .filter(text -> !text.isEmpty())
          .findFirst()
          .orElse("");
    }
    if (wanted.isArray() && found.isArray() && wanted.size() == found.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        String differs = differs(wanted.get(i), found.get(i), path + "/" + i);
        if (!differs.isEmpty()) {
          return differs;
        }
      }
      return "";
    }
    return wanted.equals(found) ? "" : path + ": expected " + wanted + " but found " + found;
  }
}
