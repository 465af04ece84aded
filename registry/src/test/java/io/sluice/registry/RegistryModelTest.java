package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.schema.SchemaType;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is done in whatever order, by two nodes in turn, with ends and new beginnings in
 * between: the answers are those of the model.
 */
class RegistryModelTest {
  private static final List<String> SUBJECTS = List.of("a", "b");
  private static final List<String> TEXTS = List.of("x", "x y?", "x y", "y", "z? x");

  enum Kind {
    REGISTER,
    REGISTER_ELSEWHERE,
    DELETE_VERSION,
    DELETE_VERSION_FOR_EVER,
    DELETE_SUBJECT,
    DELETE_SUBJECT_FOR_EVER,
    BEGIN_AGAIN
  }

  record Step(Kind kind, String subject, String text, int version) {}

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.just(Kind.REGISTER)),
            Tuple.of(3, Arbitraries.just(Kind.REGISTER_ELSEWHERE)),
            Tuple.of(5, Arbitraries.of(Kind.class)));
    return Combinators.combine(
            kinds,
            Arbitraries.of(SUBJECTS),
            Arbitraries.of(TEXTS),
            Arbitraries.integers().between(1, 5))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 60)
  void on_sqlite(@ForAll("histories") List<Step> history) throws IOException {
    Path folder = Files.createTempDirectory("registry-model-");
    try (Place place = Place.sqlite(folder)) {
      follow(place, history);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Property(tries = 8)
  void on_postgres(@ForAll("histories") List<Step> history) {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Place place = Place.postgres(database)) {
      follow(place, history);
    }
  }

  private static void follow(Place place, List<Step> history) {
    ModelRegistry model = new ModelRegistry();
    List<String> told = new ArrayList<>();
    Storage elsewhere = place.another();
    try {
      Registry other = place.on(elsewhere);
      for (Step step : history) {
        if (step.kind == Kind.BEGIN_AGAIN) {
          place.reopen();
        }
        Registry registry = step.kind == Kind.REGISTER_ELSEWHERE ? other : place.registry();
        assertThat(outcome(() -> done(registry, step)))
            .as("%s after %s", step, told)
            .isEqualTo(outcome(() -> done(model, step)));
        told.add(step.toString());
        assertSame(place.registry(), model, told);
        assertSame(other, model, told);
      }
    } finally {
      elsewhere.close();
    }
  }

  private static @Nullable Object done(Registry registry, Step step) {
    return switch (step.kind) {
      case REGISTER, REGISTER_ELSEWHERE -> {
        SchemaVersion version =
            registry.register(
                step.subject,
                SchemaDraft.of(SchemaType.AVRO, step.text),
                false,
                RegistryCases.ANNA);
        yield List.of(version.version(), version.id());
      }
      case DELETE_VERSION, DELETE_VERSION_FOR_EVER ->
          List.of(
              registry.deleteVersion(
                  step.subject,
                  step.version,
                  step.kind == Kind.DELETE_VERSION_FOR_EVER,
                  RegistryCases.ANNA));
      case DELETE_SUBJECT, DELETE_SUBJECT_FOR_EVER ->
          registry.deleteSubject(
              step.subject, step.kind == Kind.DELETE_SUBJECT_FOR_EVER, RegistryCases.ANNA);
      case BEGIN_AGAIN -> List.of();
    };
  }

  private static @Nullable Object done(ModelRegistry model, Step step) {
    return switch (step.kind) {
      case REGISTER, REGISTER_ELSEWHERE -> model.register(step.subject, step.text);
      case DELETE_VERSION, DELETE_VERSION_FOR_EVER ->
          model.deleteVersion(
              step.subject, step.version, step.kind == Kind.DELETE_VERSION_FOR_EVER);
      case DELETE_SUBJECT, DELETE_SUBJECT_FOR_EVER ->
          model.deleteSubject(step.subject, step.kind == Kind.DELETE_SUBJECT_FOR_EVER);
      case BEGIN_AGAIN -> List.of();
    };
  }

  private static @Nullable Object outcome(Supplier<@Nullable Object> call) {
    try {
      return call.get();
    } catch (RegistryException e) {
      return e.error();
    } catch (ModelRegistry.Refused e) {
      return e.error;
    }
  }

  private static void assertSame(Registry registry, ModelRegistry model, List<String> told) {
    List<String> versions =
        RegistryCases.listed(registry, "", Deleted.INCLUDED, false, Page.ALL).stream()
            .map(
                v ->
                    ModelRegistry.line(
                        v.subject().toString(),
                        v.version(),
                        v.id(),
                        v.schema().content().text(),
                        v.isDeleted()))
            .toList();
    assertThat(versions).as("%s", told).isEqualTo(model.versions());
    for (int id = 1; id <= model.ids() + 1; id++) {
      int asked = id;
      assertThat(outcome(() -> registry.schema(asked, "").content().text()))
          .as("id %s after %s", id, told)
          .isEqualTo(
              model.texts().containsKey(id)
                  ? model.texts().get(id)
                  : RegistryError.SCHEMA_NOT_FOUND);
    }
    for (String subject : SUBJECTS) {
      List<Integer> live = model.live(subject);
      assertThat(outcome(() -> registry.versions(subject, Deleted.HIDDEN, Page.ALL)))
          .isEqualTo(live.isEmpty() ? RegistryError.SUBJECT_NOT_FOUND : live);
    }
  }
}
