package io.sluice.registry.http.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import io.sluice.http.limit.BodyMemory;
import io.sluice.http.limit.BodyMemory.Room;
import io.sluice.http.limit.BusyException;
import io.sluice.http.limit.ServerLimits;
import io.sluice.http.limit.Workers;
import io.sluice.registry.http.call.Endpoint.ListAnswer;
import io.sluice.registry.http.call.Endpoint.Part;
import io.sluice.registry.http.call.Endpoint.RawAnswer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswersTest {
  private static final Map<String, Object> ANSWERS =
      Map.of(
          "/none", new ListAnswer(List.of()),
          "/empty", new ListAnswer(List.of(part(0, List::of), part(0, List::of))),
          "/one", new ListAnswer(List.of(part(1, () -> List.of("a")))),
          "/many",
              new ListAnswer(
                  IntStream.range(0, 1_000)
                      .mapToObj(from -> part(100, () -> hundred(from * 100)))
                      .toList()),
          "/busy",
              new ListAnswer(
                  List.of(
                      part(
                          1,
                          () -> {
                            throw new BusyException("too much");
                          }))),
          "/broken",
              new ListAnswer(
                  List.of(
                      part(1, () -> List.of("a")),
                      part(
                          1,
                          () -> {
                            throw new IllegalStateException("of a test");
                          }))),
          "/long", new RawAnswer("x".repeat(1_000_000)));

  private static final int HEAP = 16 << 20;

  private Workers workers;
  private BodyMemory memory;
  private Javalin server;

  @BeforeEach
  void serve() {
    workers =
        new Workers("test", 1, 1, Duration.ofSeconds(10), new Workers.Words("busy", "overdue"));
    memory = new BodyMemory(HEAP, 50, Duration.ofMillis(100));
    Dispatcher dispatcher =
        new Dispatcher(Optional.empty(), ServerLimits.defaults(), memory, workers);
    List<Endpoint> endpoints =
        ANSWERS.entrySet().stream()
            .map(answer -> Endpoint.get(answer.getKey(), call -> answer.getValue()))
            .toList();
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  dispatcher.install(endpoints, config.routes);
                })
            .start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.stop();
    workers.close();
  }

  @Test
  void a_list_is_sent_entry_by_entry() throws Exception {
    assertThat(ask("GET", "/none").body()).isEqualTo("[]");
    assertThat(ask("GET", "/empty").body()).isEqualTo("[]");
    assertThat(ask("GET", "/one").body()).isEqualTo("[\"a\"]");
    assertThat(ask("GET", "/many").body()).startsWith("[0,1,2,").endsWith(",99999]");
    assertThat(ask("GET", "/one").headers().firstValue("Content-Type"))
        .contains(MediaTypes.PREFERRED);
    HttpResponse<String> head = ask("HEAD", "/many");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void what_fails_before_the_first_entry_is_a_refusal() throws Exception {
    HttpResponse<String> answer = ask("GET", "/busy");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("too much");
  }

  @Test
  void a_list_that_breaks_off_is_not_taken_for_the_whole() throws Exception {
    assertThat(ask("GET", "/broken").body()).isEqualTo("[\"a\"");
  }

  @Test
  void a_long_answer_waits_for_room_as_lists_do() throws Exception {
    assertThat(ask("GET", "/long").body()).hasSize(1_000_000);
    assertThat(ask("HEAD", "/long").body()).isEmpty();
    try (Room others = memory.takeHeap(HEAP)) {
      assertThat(ask("GET", "/long").statusCode()).isEqualTo(503);
      assertThat(ask("GET", "/one").statusCode()).isEqualTo(200);
      others.keep(1_000_000);
      assertThat(ask("GET", "/long").body()).hasSize(1_000_000);
    }
    try (Room all = memory.takeHeap(HEAP)) {
      assertThat(ask("GET", "/long").statusCode())
          .as("nothing was given back twice")
          .isEqualTo(503);
    }
  }

  private static Part part(long characters, Supplier<List<?>> documents) {
    return new Part() {
      @Override
      public long characters() {
        return characters;
      }

      @Override
      public List<?> documents() {
        return documents.get();
      }
    };
  }

  private static List<Integer> hundred(int from) {
    return IntStream.range(from, from + 100).boxed().toList();
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
  }
}
