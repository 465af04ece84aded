package io.sluice.server.schema;

import static io.sluice.server.schema.SchemaDesks.BROKEN;
import static io.sluice.server.schema.SchemaDesks.FIRST;
import static io.sluice.server.schema.SchemaDesks.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.project.schema.catalog.Origin;
import io.sluice.project.schema.judge.DraftVerdict;
import io.sluice.registry.Registry;
import io.sluice.registry.http.RegistryServer;
import io.sluice.registry.http.ServerSettings;
import io.sluice.schema.SchemaType;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.serdes.config.ClientOptions;
import io.sluice.server.operate.Refusal;
import io.sluice.server.schema.SubjectUser.How;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.HandClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SchemaDeskTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static final String ON_KAFKA =
      """
      name: to-kafka
      source:
        connector: file-source
        config: {file: in.txt}
      topic: orders
      converters:
        value.converter: avro
        value.converter.schema.registry.url: http://me:hunter2@registry.example:8081
      """;

  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private final HandClock clock = new HandClock(NOON);
  private StateDatabase state;

  @BeforeEach
  void open() {
    state = StateDatabase.open(folder, clock);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void subjects_are_told_by_name_with_how_they_stand_and_who_uses_them() {
    SchemaDesks.register(state, "shop.orders-value", FIRST, SECOND);
    SchemaDesks.register(state, "a", FIRST);
    SchemaDesks.decide(state, clock, "orders", "shop.orders-value", Kind.STOPPED);
    SchemaDesks.decide(state, clock, "orders.replay", "shop.orders-value", Kind.FROZEN);

    try (SchemaDesk desk = SchemaDesks.ofState(state, clock)) {
      Subjects subjects = desk.subjects("", Optional.empty(), 10);

      assertThat(subjects.registry()).isEqualTo("the registry in the state");
      assertThat(subjects.lines())
          .extracting(Subjects.Line::subject)
          .containsExactly("a", "shop.orders-value");
      Subjects.Line line = subjects.lines().get(1);
      SubjectFacts facts = line.facts().orElseThrow();
      assertThat(facts.newest().version()).isEqualTo(2);
      assertThat(facts.level()).isEqualTo("BACKWARD");
      assertThat(facts.mode()).isEqualTo("READWRITE");
      assertThat(facts.origin().map(Origin::actor)).contains("ann");
      assertThat(line.users())
          .containsExactly(
              new SubjectUser(
                  "orders",
                  How.CONTRACT,
                  false,
                  Optional.of(NOON),
                  Optional.of(NOON),
                  Optional.empty()));
      assertThat(desk.subjects("ORDERS", Optional.empty(), 10).total()).isEqualTo(1);
      assertThat(desk.subjects("nothing", Optional.empty(), 10).lines()).isEmpty();
    }
  }

  @Test
  void long_lists_come_in_parts_that_leave_nothing_out() {
    for (int i = 0; i < 5; i++) {
      SchemaDesks.register(state, "s" + i, FIRST);
    }
    try (SchemaDesk desk = SchemaDesks.ofState(state, clock)) {
      Subjects first = desk.subjects("", Optional.empty(), 3);
      Subjects second = desk.subjects("", first.next(), 3);

      assertThat(first.lines())
          .extracting(Subjects.Line::subject)
          .containsExactly("s0", "s1", "s2");
      assertThat(second.lines()).extracting(Subjects.Line::subject).containsExactly("s3", "s4");
      assertThat(second.next()).isEmpty();
      assertThat(second.total()).isEqualTo(5);
    }
  }

  @Test
  void who_uses_a_subject_is_also_read_in_files_and_no_password_is_told() {
    SchemaDesks.register(state, "orders-value", FIRST);
    try (SchemaDesk desk =
        SchemaDesks.desk(
            state,
            clock,
            Optional.empty(),
            SchemaDesks.WAIT,
            List.of(ON_KAFKA, ON_KAFKA.replace("to-kafka", "held") + "schema: {}\n"))) {
      List<SubjectUser> users = desk.subject("orders-value", Optional.empty()).users();

      assertThat(users)
          .extracting(user -> user.pipeline() + " " + user.how())
          .containsExactly("held CONTRACT", "held CONVERTER", "to-kafka CONVERTER");
      assertThat(users.get(2).registry()).contains("http://registry.example:8081");
      assertThat(users).noneMatch(user -> user.toString().contains("hunter2"));
    }
  }

  @Test
  void a_difference_says_what_it_means_in_both_directions() {
    SchemaDesks.register(state, "s", FIRST, SECOND);
    try (SchemaDesk desk = SchemaDesks.ofState(state, clock)) {
      Difference difference = desk.difference("s", 1, 2);

      assertThat(difference.meaning().changes())
          .singleElement()
          .satisfies(change -> assertThat(change.path()).isEqualTo("Order.note"));
      assertThat(difference.meaning().newReaders()).isEmpty();
      assertThat(difference.meaning().oldReaders()).isEmpty();
      assertThatThrownBy(() -> desk.difference("s", 1, 3))
          .isInstanceOfSatisfying(
              Refusal.class, r -> assertThat(r.kind()).isEqualTo(Refusal.Kind.NOT_FOUND))
          .hasMessageContaining("no version 3");
      assertThatThrownBy(() -> desk.subject("t", Optional.empty()))
          .hasMessageContaining("no subject t");
    }
  }

  @Test
  void a_draft_is_judged_and_nothing_is_registered() {
    SchemaDesks.register(state, "s", FIRST, SECOND);
    try (SchemaDesk desk = SchemaDesks.ofState(state, clock)) {
      DraftVerdict broken = desk.check("s", SchemaType.AVRO, BROKEN, List.of());

      assertThat(broken.status()).isEqualTo(DraftVerdict.Status.INCOMPATIBLE);
      assertThat(broken.conflicts())
          .singleElement()
          .satisfies(
              conflict ->
                  assertThat(conflict.incompatibility().kind())
                      .isEqualTo("READER_FIELD_MISSING_DEFAULT_VALUE"));
      assertThat(desk.check("s", SchemaType.AVRO, FIRST, List.of()).version()).contains(1);
      assertThat(desk.check("s", SchemaType.AVRO, "{", List.of()).status())
          .isEqualTo(DraftVerdict.Status.INVALID);
      assertThat(desk.check("new", SchemaType.AVRO, BROKEN, List.of()).status())
          .isEqualTo(DraftVerdict.Status.NEW);
      assertThat(desk.subject("s", Optional.empty()).versions()).containsExactly(1, 2);
      assertThat(desk.subjects("", Optional.empty(), 10).all()).isEqualTo(1);
    }
  }

  @Test
  void a_registry_elsewhere_is_looked_into_as_the_own_one() {
    try (StateDatabase other = StateDatabase.open(elsewhere, clock);
        RegistryServer server =
            RegistryServer.start(
                Registry.open(other, SchemaFormats.standard(), clock),
                ServerSettings.local(0, "test"))) {
      SchemaDesks.register(other, "shop/orders value", FIRST, SECOND);
      try (SchemaDesk desk = elsewhere(server.url().toString(), SchemaDesks.WAIT)) {
        assertThat(desk.subjects("", Optional.empty(), 10).lines())
            .singleElement()
            .satisfies(
                line -> {
                  assertThat(line.subject()).isEqualTo("shop/orders value");
                  assertThat(line.facts().orElseThrow().level()).isEqualTo("BACKWARD");
                });
        SubjectDetail detail = desk.subject("shop/orders value", Optional.of(1));
        assertThat(detail.shown().text()).isEqualTo(FIRST);
        assertThat(detail.versions()).containsExactly(1, 2);
        assertThat(detail.origin()).as("the API does not tell").isEmpty();
        assertThat(desk.difference("shop/orders value", 1, 2).meaning().changes()).hasSize(1);
        assertThat(desk.check("shop/orders value", SchemaType.AVRO, BROKEN, List.of()).status())
            .isEqualTo(DraftVerdict.Status.INCOMPATIBLE);
      }
    }
  }

  @Test
  void one_that_takes_the_question_and_says_nothing_is_told_and_then_left_alone()
      throws IOException {
    List<Socket> asked = new CopyOnWriteArrayList<>();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread listener =
          new Thread(
              () -> {
                try {
                  while (true) {
                    asked.add(silent.accept());
                  }
                } catch (IOException closed) {
                  return;
                }
              });
      listener.start();
      try (SchemaDesk desk =
          elsewhere(
              "http://me:hunter2@127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(400))) {
        assertThatThrownBy(() -> desk.subjects("", Optional.empty(), 10))
            .isInstanceOf(Refusal.class)
            .hasMessageContaining("127.0.0.1")
            .hasMessageNotContaining("hunter2");
        int before = asked.size();

        assertThatThrownBy(() -> desk.subject("s", Optional.empty())).isInstanceOf(Refusal.class);
        assertThat(before).isPositive();
        assertThat(asked).as("is not asked again at once").hasSize(before);
      }
    } finally {
      for (Socket one : asked) {
        one.close();
      }
    }
  }

  @Test
  void one_that_is_not_there_is_told_with_what_to_do() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (SchemaDesk desk = elsewhere("http://127.0.0.1:" + free, SchemaDesks.WAIT)) {
      assertThatThrownBy(() -> desk.subjects("", Optional.empty(), 10))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> {
                assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FAILED);
                assertThat(refusal.hint()).contains("sluice.yaml");
              });
    }
  }

  private SchemaDesk elsewhere(String url, Duration wait) {
    return SchemaDesks.desk(
        state, clock, Optional.of(Map.of(ClientOptions.URL, url)), wait, List.of());
  }

  @Test
  void a_schema_that_is_too_long_to_be_judged_beside_pipelines_is_refused() {
    try (SchemaDesk desk = SchemaDesks.ofState(state, clock)) {
      String text = FIRST + " ".repeat(SchemaDesk.LONGEST - FIRST.length());

      assertThat(desk.check("a", SchemaType.AVRO, text, List.of()).status().isGood()).isTrue();
      assertThatThrownBy(() -> desk.check("a", SchemaType.AVRO, text + " ", List.of()))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID));
    }
  }
}
