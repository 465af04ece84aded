package io.sluice.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.http.ServedRegistry.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients of one server, two servers of one database, and a server that starts again. */
final class TogetherTest {
  private static final int CLIENTS = 16;
  private static final int EACH = 10;

  @TempDir Path folder;

  private static String field(String name) {
    return ServedRegistry.schema(
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\""
            + name
            + "\",\"type\":\"int\"}]}");
  }

  @Test
  void many_clients_of_two_servers_lose_nothing_and_share_ids() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (ServedRegistry one = ServedRegistry.in(folder);
        ServedRegistry other = ServedRegistry.in(folder)) {
      List<Callable<List<Integer>>> work = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        ServedRegistry served = i % 2 == 0 ? one : other;
        String own = "own" + i;
        work.add(
            () -> {
              List<Integer> ids = new ArrayList<>();
              for (int n = 0; n < EACH; n++) {
                ids.add(id(served.post("/subjects/" + own + n + "/versions", field(own + n))));
                ids.add(id(served.post("/subjects/" + own + n + "/versions", field("same" + n))));
              }
              return ids;
            });
      }
      // The second schema of a subject drops a field and adds one: nobody is to judge that here.
      one.send("PUT", "/config", "{\"compatibility\":\"NONE\"}");
      Set<Integer> ids = new HashSet<>();
      for (Future<List<Integer>> done : clients.invokeAll(work)) {
        ids.addAll(done.get());
      }
      // Each its own, and the ones that all have; numbers without a gap, since none was lost.
      assertThat(ids).hasSize(CLIENTS * EACH + EACH);
      assertThat(ids).allMatch(id -> id <= CLIENTS * EACH + EACH);
      for (int i = 0; i < CLIENTS; i++) {
        // What one server has written, the other one knows.
        assertThat((i % 2 == 0 ? other : one).get("/subjects/own" + i + "0/versions").text())
            .isEqualTo("[1,2]");
      }
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void all_is_as_it_was_after_a_restart() {
    List<String> looks =
        List.of(
            "/subjects?deleted=true",
            "/subjects/a/versions?deleted=true",
            "/subjects/a/versions/latest",
            "/schemas/ids/1",
            "/schemas/ids/2/versions?deleted=true",
            "/config/a",
            "/mode/b",
            "/contexts");
    List<String> before = new ArrayList<>();
    try (ServedRegistry served = ServedRegistry.in(folder)) {
      served.post("/subjects/a/versions", ServedRegistry.schema("\"int\""));
      served.send("PUT", "/config/a", "{\"compatibility\":\"NONE\"}");
      served.post("/subjects/a/versions", ServedRegistry.schema("\"string\""));
      served.post("/subjects/:.team:a/versions", ServedRegistry.schema("\"long\""));
      served.send("DELETE", "/subjects/a/versions/2", null);
      served.send("PUT", "/mode/b", "{\"mode\":\"READONLY\"}");
      looks.forEach(path -> before.add(ok(served.get(path))));
    }
    try (ServedRegistry served = ServedRegistry.in(folder)) {
      List<String> after = new ArrayList<>();
      looks.forEach(path -> after.add(ok(served.get(path))));

      assertThat(after).isEqualTo(before);
      assertThat(id(served.post("/subjects/c/versions", field("new")))).isEqualTo(3);
    }
  }

  private static String ok(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.text();
  }

  private static int id(Reply reply) {
    ok(reply);
    return reply.json().get("id").asInt();
  }
}
