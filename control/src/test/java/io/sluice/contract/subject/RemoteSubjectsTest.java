package io.sluice.contract.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sluice.contract.subject.SubjectRegistry.Outcome;
import io.sluice.engine.fault.FaultException;
import io.sluice.registry.Registry;
import io.sluice.registry.http.RegistryServer;
import io.sluice.registry.http.ServerSettings;
import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Mode;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that is served gives a contract the answers that the one in the process gives. */
class RemoteSubjectsTest {
  private static final SchemaSource ONE = avro("{\"name\":\"id\",\"type\":\"long\"}");
  private static final SchemaSource TWO =
      avro(
          "{\"name\":\"id\",\"type\":\"long\"},"
              + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}");
  private static final SchemaSource BAD = avro("{\"name\":\"id\",\"type\":\"string\"}");

  @TempDir private Path folder;
  private StateDatabase state;
  private Registry registry;

  private static SchemaSource avro(String fields) {
    return SchemaSource.of(
        SchemaType.AVRO, "{\"type\":\"record\",\"name\":\"order\",\"fields\":[" + fields + "]}");
  }

  @BeforeEach
  void open() {
    state = StateDatabase.open(folder, Clock.systemUTC());
    registry = Registry.open(state, SchemaFormats.standard(), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    state.close();
  }

  private RegistryServer serve(int port) {
    return RegistryServer.start(registry, ServerSettings.local(port, "test"));
  }

  private static RemoteSubjects at(RegistryServer server) {
    return RemoteSubjects.at(Map.of("url", server.url().toString()));
  }

  /** What comes of a subject's history. */
  private static List<Object> history(SubjectRegistry subjects, String subject) {
    CompatibilityLevel before = subjects.level(subject);
    subjects.holdLevel(subject, CompatibilityLevel.FULL);
    subjects.holdLevel(subject, CompatibilityLevel.FULL);
    return List.of(
        before,
        subjects.level(subject),
        subjects.find(subject, ONE),
        subjects.latest(subject).isPresent(),
        subjects.conflicts(subject, ONE),
        subjects.register(subject, ONE),
        subjects.find(subject, ONE),
        subjects.conflicts(subject, BAD).isEmpty(),
        subjects.register(subject, BAD) instanceof Outcome.Incompatible,
        subjects.find(subject, BAD),
        subjects.register(subject, TWO),
        subjects.register(subject, ONE),
        subjects.latest(subject).orElseThrow());
  }

  @Test
  void it_is_the_same_history_as_by_calls() {
    try (RegistryServer server = serve(0);
        RemoteSubjects remote = at(server);
        EmbeddedSubjects embedded = new EmbeddedSubjects(registry, "orders")) {
      assertThat(history(remote, "there")).isEqualTo(history(embedded, "here"));
      assertThat(registry.config("there").compatibilityLevel()).isEqualTo(CompatibilityLevel.FULL);
      assertThat(remote.conflicts("there", BAD))
          .anySatisfy(conflict -> assertThat(conflict).contains("/fields/0/type"));
    }
  }

  @Test
  void a_level_is_held_also_where_it_is_that_of_all() {
    try (RegistryServer server = serve(0);
        RemoteSubjects remote = at(server)) {
      remote.holdLevel("there", CompatibilityLevel.BACKWARD);

      assertThat(registry.ownConfig("there").orElseThrow().compatibilityLevel())
          .isEqualTo(CompatibilityLevel.BACKWARD);
    }
  }

  @Test
  void a_server_that_is_down_is_asked_again_and_answers_when_it_is_back() {
    int port;
    RemoteSubjects remote;
    try (RegistryServer server = serve(0)) {
      port = server.port();
      remote = at(server);
      remote.register("orders", ONE);
    }
    assertThatThrownBy(() -> remote.find("orders", TWO)).isInstanceOf(RetriableException.class);
    assertThatThrownBy(() -> remote.register("orders", TWO)).isInstanceOf(RetriableException.class);
    assertThatThrownBy(remote::probe).isInstanceOf(RetriableException.class);

    try (RegistryServer back = serve(port)) {
      assertThat(back.port()).isEqualTo(port);
      assertThat(remote.register("orders", TWO)).isEqualTo(new Outcome.Registered(2));
      remote.probe();
    }
    remote.close();
  }

  @Test
  void what_was_made_elsewhere_meanwhile_is_seen_at_once() {
    try (RegistryServer server = serve(0);
        RemoteSubjects remote = at(server);
        EmbeddedSubjects embedded = new EmbeddedSubjects(registry, "other")) {
      assertThat(remote.find("orders", ONE)).isEmpty();
      embedded.register("orders", ONE);
      assertThat(remote.find("orders", ONE)).hasValue(1);
      assertThat(remote.latest("orders").orElseThrow().number()).isEqualTo(1);
      embedded.register("orders", TWO);
      assertThat(remote.latest("orders").orElseThrow().number()).isEqualTo(2);
    }
  }

  @Test
  void a_refusal_is_told_with_the_registrys_words() {
    registry.setMode("", Mode.READONLY, false, new Actor("operator", "a test"));
    try (RegistryServer server = serve(0);
        RemoteSubjects remote = at(server)) {
      assertThatThrownBy(() -> remote.register("orders", ONE))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("for subject orders")
          .hasMessageContaining("42205");
    }
  }

  @Test
  void what_is_no_registry_is_told_as_such() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] text = "{\"hello\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    other.start();
    try (RemoteSubjects remote =
        RemoteSubjects.at(Map.of("url", "http://127.0.0.1:" + other.getAddress().getPort()))) {
      assertThatThrownBy(remote::probe)
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("no schema registry");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void an_address_that_is_none_is_a_wrong_setting() {
    assertThatThrownBy(() -> RemoteSubjects.at(Map.of("url", "registry:8081")))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("address");
  }
}
