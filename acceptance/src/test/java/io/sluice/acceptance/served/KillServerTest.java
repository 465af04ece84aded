package io.sluice.acceptance.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.acceptance.cli.Command;
import io.sluice.acceptance.run.Target;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that dies again and again while pipelines flow and people work with it. A seed that was
 * printed is tried again with {@code -Dkill.seed=...}.
 */
@Tag("long")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillServerTest {
  private static final Logger log = LoggerFactory.getLogger(KillServerTest.class);
  private static final int KILLS = 4;
  private static final int POISON_AT_A_TIME = 10;
  private static final int LEAST_MILLIS_ALIVE = 2_000;
  private static final int MOST_MILLIS_ALIVE = 7_000;

  @TempDir private Path folder;
  private final SplittableRandom random = new SplittableRandom(seed());
  private final Deeds deeds = new Deeds();

  private static long seed() {
    long seed = Long.getLong("kill.seed", System.nanoTime());
    System.out.println("kill.seed=" + seed);
    return seed;
  }

  @Test
  void what_it_has_acknowledged_stands_and_no_row_is_lost_or_doubled() throws Exception {
    try (ServedShop shop = new ServedShop(folder)) {
      shop.workload.start(100);
      liveThroughKills(shop);

      wishesStand(shop);
      auditKnowsAll(shop.api());
      for (Map.Entry<String, String> token : deeds.secrets().entrySet()) {
        assertThat(shop.api().as(token.getValue()).ask("/me").statusCode())
            .as(token.getKey())
            .isEqualTo(200);
      }

      allFlowAgain(shop);
      lettersGoIn(shop);
      shop.workload.stop();
      for (String pipeline : ServedShop.PIPELINES) {
        Target target = shop.target(pipeline);
        await()
            .atMost(ServedShop.SOON)
            .ignoreExceptions() // A table that is not there yet.
            .untilAsserted(() -> assertThat(target.differencesFrom(shop.source)).isEmpty());
      }
      assertThat(shop.stop()).isZero();
      assertThat(Command.in(folder).runAlone("audit", "verify").ok().out())
          .contains("nothing was changed");
      historyHasNoHoleButTheDowntime();
    }
  }

  private void liveThroughKills(ServedShop shop) throws Exception {
    try (Listening listening = new Listening(shop.api());
        Staff staff = new Staff(shop, deeds, random.split())) {
      for (int kill = 0; kill < KILLS; kill++) {
        shop.source.sql(
            "insert into notes (text) select '"
                + ServedShop.POISON
                + "' from generate_series(1, "
                + POISON_AT_A_TIME
                + ")");
        int before = deeds.acknowledged().size();
        long heard = listening.events();
        await()
            .atMost(ServedShop.SOON)
            .until(() -> deeds.acknowledged().size() > before && listening.events() > heard);
        LockSupport.parkNanos(
            TimeUnit.MILLISECONDS.toNanos(random.nextInt(LEAST_MILLIS_ALIVE, MOST_MILLIS_ALIVE)));
        shop.killAndStart();
        log.info(
            "Kill {}: {} acknowledged, {} unanswered, {} events",
            kill + 1,
            deeds.acknowledged().size(),
            deeds.unanswered().size(),
            listening.events());
      }
      int before = deeds.acknowledged().size();
      await().atMost(ServedShop.SOON).until(() -> deeds.acknowledged().size() > before + 5);
      staff.leave();
      await().atMost(ServedShop.SOON).until(() -> listening.streams() > KILLS);
      // The last word of one that was killed may be cut off.
      assertThat(listening.unreadable()).isLessThanOrEqualTo(KILLS);
      assertThat(deeds.faults()).isEmpty();
    }
  }

  /** As they were acknowledged last, or as the server died over them since. */
  private void wishesStand(ServedShop shop) throws Exception {
    for (String pipeline : ServedShop.PIPELINES) {
      assertThat(shop.api().get("/pipelines/" + pipeline).path("desired").asText())
          .as("what %s is to do", pipeline)
          .isIn(deeds.mayBe(pipeline));
    }
    String edited = ServedShop.EDITED;
    List<String> texts =
        deeds.mayBe(Staff.DESCRIPTION).stream().map(text -> "description: " + text).toList();
    assertThat(Files.readAllLines(folder.resolve(edited + ".yaml")))
        .filteredOn(line -> line.startsWith("description: "))
        .hasSize(1)
        .isSubsetOf(texts);
  }

  /** Each that was acknowledged once, and what it died over once at most. */
  private void auditKnowsAll(ServerApi api) throws Exception {
    Map<String, Integer> entries = new HashMap<>();
    String cursor = "";
    do {
      JsonNode page = api.get("/audit?limit=500" + cursor);
      for (JsonNode entry : page.path("entries")) {
        boolean begins = entry.path("after").toString().contains("begun");
        if (entry.has("reason") && !begins) {
          entries.merge(entry.path("reason").asText(), 1, Integer::sum);
        }
      }
      cursor = page.has("next_cursor") ? "&cursor=" + page.path("next_cursor").asText() : "";
    } while (!cursor.isEmpty());
    for (String reason : deeds.acknowledged()) {
      assertThat(entries).as("%s was acknowledged", reason).containsEntry(reason, 1);
    }
    for (String reason : deeds.unanswered()) {
      assertThat(entries.getOrDefault(reason, 0)).as(reason).isLessThanOrEqualTo(1);
    }
  }

  private static void allFlowAgain(ServedShop shop) throws Exception {
    for (String pipeline : ServedShop.PIPELINES) {
      String path = "/pipelines/" + pipeline;
      String desired = shop.api().get(path).path("desired").asText();
      if (!desired.equals("running")) {
        String wish = desired.equals("paused") ? "/resume" : "/start";
        assertThat(shop.api().post(path + wish, "").orElseThrow().statusCode()).isEqualTo(200);
      }
      await()
          .atMost(ServedShop.SOON)
          .until(() -> shop.api().get(path).path("state").asText().equals("running"));
    }
  }

  /** Each row that was refused is one letter, however often it was polled and replayed. */
  private static void lettersGoIn(ServedShop shop) throws Exception {
    long refused = (long) KILLS * POISON_AT_A_TIME;
    String letters = "/pipelines/" + ServedShop.REFUSING + "/dead-letters";
    await()
        .atMost(ServedShop.SOON)
        .until(() -> shop.api().get(letters + "/groups").path("open").asLong() == refused);
    Target target = shop.target(ServedShop.REFUSING);
    assertThat(target.number("select count(*) from notes")).isEqualTo(1);
    target.execute("alter table notes drop constraint no_poison");

    JsonNode job = replayed(shop.api(), letters);
    assertThat(job.path("state").asText()).as("%s", job).isEqualTo("done");
    assertThat(job.path("done").asLong()).as("%s", job).isEqualTo(refused);
    JsonNode groups = shop.api().get(letters + "/groups?closed=true");
    assertThat(groups.path("open").asLong()).as("%s", groups).isZero();
    long replayed = 0;
    for (JsonNode group : groups.path("groups")) {
      replayed += group.path("replayed").asLong();
    }
    assertThat(replayed).as("%s", groups).isEqualTo(refused);
    assertThat(target.number("select count(*) from notes where text = '" + ServedShop.POISON + "'"))
        .isEqualTo(refused);
  }

  /** A job that has ended; the last one of somebody else may still be at it. */
  private static JsonNode replayed(ServerApi api, String letters) {
    HttpResponse<String> begun =
        await()
            .atMost(ServedShop.SOON)
            .until(
                () -> api.post(letters + "/replay?wait=20", "{\"all\": true}").orElseThrow(),
                answer -> answer.statusCode() < 300);
    String job = letters + "/jobs/" + ServerApi.json(begun).path("id").asText();
    return await()
        .atMost(ServedShop.SOON)
        .until(() -> api.get(job + "?wait=20"), now -> now.has("ended_at"));
  }

  /** What each life of it saw is without a gap and nothing of it is there twice. */
  private void historyHasNoHoleButTheDowntime() throws Exception {
    Map<String, Integer> holes = new HashMap<>();
    Map<String, Long> ends = new HashMap<>();
    Target state = new Target("jdbc:sqlite:" + folder.resolve(".sluice/state.db"));
    try (Connection connection = state.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select pipeline, at, watched from server_sample join server_series on id = series"
                    + " where step = 60000 order by pipeline, at")) {
      while (rows.next()) {
        String pipeline = rows.getString(1);
        long at = rows.getLong(2);
        Long before = ends.put(pipeline, at + rows.getLong(3));
        if (before != null) {
          assertThat(at).as("begin of a minute of %s", pipeline).isGreaterThanOrEqualTo(before);
          holes.merge(pipeline, at > before ? 1 : 0, Integer::sum);
        }
      }
    }
    assertThat(ends).containsOnlyKeys(ServedShop.PIPELINES);
    holes.forEach(
        (pipeline, count) ->
            assertThat(count).as("holes of %s", pipeline).isLessThanOrEqualTo(KILLS));
  }
}
