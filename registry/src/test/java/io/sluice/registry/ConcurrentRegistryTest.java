package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryChange;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fifty who write at the same time, through several nodes. */
@Timeout(120)
class ConcurrentRegistryTest {
  private static final int WRITERS = 50;
  private static final int NODES = 3;
  private static final int ROUNDS = 4;

  @TempDir Path folder;

  @Test
  void all_register_on_sqlite() throws Exception {
    try (Place place = Place.sqlite(folder)) {
      everythingIsThereOnce(place);
    }
  }

  @Test
  void all_register_on_postgres() throws Exception {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Place place = Place.postgres(database)) {
      everythingIsThereOnce(place);
    }
  }

  @Test
  void what_was_judged_is_what_is_there_on_sqlite() throws Exception {
    try (Place place = Place.sqlite(folder)) {
      eachFollowsTheOneBefore(place);
    }
  }

  @Test
  void what_was_judged_is_what_is_there_on_postgres() throws Exception {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Place place = Place.postgres(database)) {
      eachFollowsTheOneBefore(place);
    }
  }

  /** Each writer registers what all register, and what only it does. */
  private static void everythingIsThereOnce(Place place) throws Exception {
    place.registry().setConfig("", SubjectConfig.of(CompatibilityLevel.NONE), RegistryCases.ANNA);
    List<List<SchemaVersion>> answers =
        together(
            place,
            (registry, writer) -> {
              List<SchemaVersion> mine = new ArrayList<>();
              for (int round = 0; round < ROUNDS; round++) {
                mine.add(registry.register("shared", draft("same" + round), false, who(writer)));
                mine.add(
                    registry.register("own" + writer, draft("same" + round), false, who(writer)));
                mine.add(
                    registry.register(
                        "shared", draft("own" + writer + "r" + round), false, who(writer)));
              }
              return mine;
            });

    Registry after = place.reopen();
    Map<Integer, String> textOfId = new HashMap<>();
    Map<String, Integer> idOfText = new HashMap<>();
    for (SchemaVersion version : answers.stream().flatMap(List::stream).toList()) {
      String text = version.schema().content().text();
      assertThat(textOfId.merge(version.id(), text, (a, b) -> a)).isEqualTo(text);
      assertThat(idOfText.merge(text, version.id(), (a, b) -> a)).isEqualTo(version.id());
      assertThat(after.version(version.subject().toString(), version.version(), Deleted.HIDDEN))
          .isEqualTo(version);
    }
    int schemas = ROUNDS + WRITERS * ROUNDS;
    assertThat(textOfId.keySet())
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, schemas).boxed().toList());
    assertThat(after.versions("shared", Deleted.INCLUDED, Page.ALL))
        .isEqualTo(IntStream.rangeClosed(1, schemas).boxed().toList());
    assertIdsRose(after, schemas + WRITERS * ROUNDS);
  }

  /** A number is given only after all lower ones: nobody who looks sees a gap that fills later. */
  private static void assertIdsRose(Registry registry, int versions) {
    List<RegistryChange> changes =
        registry.changes("", Long.MAX_VALUE, Integer.MAX_VALUE).stream()
            .filter(change -> change.action().equals("version.registered"))
            .toList();
    assertThat(changes).hasSize(versions);
    int highest = 0;
    Set<Integer> seen = new HashSet<>();
    for (int i = changes.size() - 1; i >= 0; i--) {
      if (seen.add(changes.get(i).id())) {
        assertThat(changes.get(i).id()).isEqualTo(highest + 1);
        highest++;
      }
    }
  }

  /**
   * Each writer wants to add a field that all readers of the version before need: of the texts that
   * all could register on the same version only one may come through.
   */
  private static void eachFollowsTheOneBefore(Place place) throws Exception {
    place.registry().register("chain", draft("a"), false, RegistryCases.ANNA);
    place
        .registry()
        .setConfig("chain", SubjectConfig.of(CompatibilityLevel.FORWARD), RegistryCases.ANNA);
    List<Integer> accepted =
        together(
            place,
            (registry, writer) -> {
              try {
                registry.register("chain", draft("a f" + writer), false, who(writer));
                return writer;
              } catch (RegistryException e) {
                assertThat(e.error()).isEqualTo(RegistryError.INCOMPATIBLE_SCHEMA);
                return -1;
              }
            });
    // Who reads "a f7" cannot read "a f8": after the first, all others are refused.
    assertThat(accepted.stream().filter(writer -> writer >= 0)).hasSize(1);
    assertThat(place.registry().versions("chain", Deleted.HIDDEN, Page.ALL)).containsExactly(1, 2);
  }

  interface Writer<T> {
    T write(Registry registry, int writer) throws Exception;
  }

  private static <T> List<T> together(Place place, Writer<T> work) throws Exception {
    List<Storage> storages = new ArrayList<>();
    List<Registry> nodes = new ArrayList<>(List.of(place.registry()));
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int node = 1; node < NODES; node++) {
        storages.add(place.another());
        nodes.add(place.on(storages.get(storages.size() - 1)));
      }
      CyclicBarrier start = new CyclicBarrier(WRITERS);
      List<Future<T>> running = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int me = writer;
        running.add(
            writers.submit(
                () -> {
                  start.await();
                  return work.write(nodes.get(me % NODES), me);
                }));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> one : running) {
        answers.add(one.get(100, TimeUnit.SECONDS));
      }
      return answers;
    } finally {
      writers.shutdownNow();
      storages.forEach(Storage::close);
    }
  }

  private static SchemaDraft draft(String text) {
    return SchemaDraft.of(SchemaType.AVRO, text);
  }

  private static Actor who(int writer) {
    return new Actor("writer " + writer, "");
  }
}
