package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.tap.TapStage;
import io.sluice.engine.tap.TappedRecord;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.operate.Refusal;
import io.sluice.server.records.Look;
import io.sluice.server.records.RecordWatches;
import io.sluice.server.view.PipelineState;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs on a server can be looked into, over its restarts. */
@Timeout(120)
class FleetStreamsTest {
  private static final Identity EVE =
      new Identity("eve", Map.of(Identity.EVERYWHERE, Role.OPERATOR));

  @TempDir private Path folder;
  private Farm farm;

  @BeforeEach
  void farm() {
    farm = new Farm(folder);
  }

  @AfterEach
  void close() {
    farm.close();
  }

  @Test
  void records_are_seen_at_the_stages_of_the_file_and_a_look_outlives_a_restart() {
    farm.write(
        "one.yaml",
        farm.lines(
            "one",
            "transforms: [{name: tag, type: org.apache.kafka.connect.transforms.InsertHeader,"
                + " header: by, value.literal: us}]"));
    farm.start();
    farm.await("one", PipelineState.RUNNING);
    RecordWatches watches = watches();
    Look look = watches.look(Farm.ALICE, "one", "", "", "");

    farm.feed("one", "a");
    farm.awaitOut("one", "a");
    farm.fleet.restart(Farm.ALICE, "one", "");
    farm.feed("one", "b");
    farm.awaitOut("one", "a", "b");

    List<TappedRecord> seen =
        Awaitility.await()
            .atMost(Farm.SOON)
            .until(() -> look.watch().since(0).records(), records -> records.size() == 2);
    assertThat(look.stream().stages()).first().isEqualTo(TapStage.SOURCE);
    assertThat(look.stream().stages()).contains(TapStage.transform("tag")).hasSize(3);
    assertThat(seen)
        .allSatisfy(
            record ->
                assertThat(record.steps())
                    .extracting(step -> step.stage())
                    .containsExactlyElementsOf(look.stream().stages()));
    assertThat(farm.audit("one")).extracting(entry -> entry.action()).contains("records.look");
  }

  @Test
  void a_look_belongs_to_who_began_it_and_two_have_each_their_own() {
    farm.add("one");
    farm.start();
    RecordWatches watches = watches();
    Look alices = watches.look(Farm.ALICE, "one", "", "7", "");

    assertThat(watches.again(EVE, "one", alices.id())).isEmpty();
    assertThat(watches.again(Farm.ALICE, "another", alices.id())).isEmpty();
    assertThat(watches.again(Farm.ALICE, "one", alices.id())).contains(alices);
    assertThat(watches.look(Farm.ALICE, "one", "", "7", "")).isSameAs(alices);
    assertThat(watches.look(EVE, "one", "", "7", "")).isNotSameAs(alices);
    assertThat(alices.toString()).isEqualTo("Look[" + alices.id() + "]");
  }

  @Test
  void what_was_never_applied_cannot_be_looked_into_and_nobody_is_said_to_have() {
    farm.start();
    RecordWatches watches = watches();

    assertThat(watches.stream("nobody")).isEmpty();
    assertThatThrownBy(() -> watches.look(Farm.ALICE, "nobody", "", "", ""))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
    assertThat(farm.audit("nobody")).isEmpty();
  }

  @Test
  void looks_go_on_while_another_one_waits_for_its_stream() throws InterruptedException {
    farm.add("one");
    farm.start();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch let = new CountDownLatch(1);
    RecordWatches watches =
        new RecordWatches(
            pipeline -> {
              if (pipeline.equals("slow")) {
                asked.countDown();
                waitFor(let);
              }
              return farm.fleet.streams().of("one");
            },
            farm.project.state().audit(),
            new SecureRandom());
    Thread slow = new Thread(() -> watches.look(EVE, "slow", "", "7", ""));
    slow.start();
    try {
      assertThat(asked.await(40, TimeUnit.SECONDS)).isTrue();

      Look fast = watches.look(Farm.ALICE, "one", "", "7", "");
      watches.sweep();

      assertThat(watches.again(Farm.ALICE, "one", fast.id())).contains(fast);
    } finally {
      let.countDown();
      slow.join();
    }
    assertThat(farm.audit("slow")).hasSize(1);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private RecordWatches watches() {
    return new RecordWatches(
        farm.fleet.streams(), farm.project.state().audit(), new SecureRandom());
  }
}
