package io.sluice.contract.subject;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.registry.Registry;
import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.schema.compatibility.Verdict;
import io.sluice.schema.compatibility.Verdict.Conflict;
import io.sluice.state.storage.StateException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.RetriableException;

/** The registry of the project's state, by calls. */
public final class EmbeddedSubjects implements SubjectRegistry {
  private final Registry registry;
  private final Actor actor;

  /**
   * @param pipeline in whose name changes are recorded
   */
  public EmbeddedSubjects(Registry registry, String pipeline) {
    this.registry = registry;
    this.actor = new Actor("pipeline " + pipeline, "the pipeline's contract on schemas");
  }

  @Override
  public OptionalInt find(String subject, SchemaSource schema) {
    return answer(
        subject,
        () ->
            present(() -> registry.lookUp(subject, draft(schema), false, Deleted.HIDDEN))
                .map(found -> OptionalInt.of(found.version()))
                .orElse(OptionalInt.empty()));
  }

  @Override
  public Optional<Version> latest(String subject) {
    return answer(
        subject,
        () ->
            present(() -> registry.version(subject, Registry.LATEST, Deleted.HIDDEN))
                .map(found -> new Version(found.version(), registry.source(found.schema()))));
  }

  @Override
  public Stream<Version> history(String subject) {
    List<Integer> present = numbers(subject, Deleted.HIDDEN);
    List<Integer> gone = new ArrayList<>(numbers(subject, Deleted.INCLUDED));
    gone.removeAll(present);
    return Stream.concat(present.stream(), gone.stream())
        .flatMap(number -> version(subject, number).stream());
  }

  @Override
  public Stream<Version> versions(String subject) {
    return numbers(subject, Deleted.HIDDEN).stream()
        .flatMap(number -> version(subject, number).stream());
  }

  private List<Integer> numbers(String subject, Deleted deleted) {
    List<Integer> numbers =
        answer(
            subject,
            () -> present(() -> registry.versions(subject, deleted, Page.ALL)).orElse(List.of()));
    return numbers.stream().sorted(Comparator.reverseOrder()).toList();
  }

  private Optional<Version> version(String subject, int number) {
    return answer(
        subject,
        () ->
            present(() -> registry.version(subject, number, Deleted.INCLUDED))
                .map(found -> new Version(number, registry.source(found.schema()))));
  }

  @Override
  public List<String> conflicts(String subject, SchemaSource schema) {
    return answer(subject, () -> texts(registry.check(subject, draft(schema), false)));
  }

  @Override
  public Outcome register(String subject, SchemaSource schema) {
    return answer(
        subject,
        () -> {
          try {
            SchemaVersion version = registry.register(subject, draft(schema), false, actor);
            return new Outcome.Registered(version.version());
          } catch (RegistryException refused) {
            if (refused.error() != RegistryError.INCOMPATIBLE_SCHEMA) {
              throw refused;
            }
            return new Outcome.Incompatible(texts(registry.check(subject, draft(schema), false)));
          }
        });
  }

  @Override
  public CompatibilityLevel level(String subject) {
    return answer(subject, () -> requireNonNull(registry.config(subject).compatibilityLevel()));
  }

  @Override
  public void holdLevel(String subject, CompatibilityLevel level) {
    try {
      boolean held =
          registry.ownConfig(subject).map(SubjectConfig::compatibilityLevel).stream()
              .anyMatch(level::equals);
      if (!held) {
        registry.setConfig(subject, SubjectConfig.of(level), actor);
      }
    } catch (RegistryException | StateException failed) {
      throw meaning(subject, failed);
    }
  }

  @Override
  public void close() {}

  private static SchemaDraft draft(SchemaSource schema) {
    return SchemaDraft.of(
        new SchemaContent(schema.type(), schema.text(), schema.references(), null, null));
  }

  private static List<String> texts(Verdict verdict) {
    return verdict.conflicts().stream().map(EmbeddedSubjects::text).toList();
  }

  private static String text(Conflict conflict) {
    String breaks =
        switch (conflict.reader()) {
          case OF_THE_NEW -> "who has it cannot read version ";
          case OF_THE_EARLIER -> "cannot be read by who has version ";
        };
    return conflict.incompatibility().path()
        + ": "
        + conflict.incompatibility().description()
        + " ("
        + conflict.incompatibility().kind()
        + "; "
        + breaks
        + conflict.version()
        + ")";
  }

  private static <T> Optional<T> present(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (RegistryException refused) {
      if (refused.error().status() == 404) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private static <T> T answer(String subject, Supplier<T> question) {
    try {
      return question.get();
    } catch (RegistryException | StateException failed) {
      throw meaning(subject, failed);
    }
  }

  /** What a failure means to whoever waits for the answer. */
  private static RuntimeException meaning(String subject, RuntimeException failed) {
    if (failed instanceof StateException state) {
      return state.isTransient()
          ? new RetriableException("The registry in the project's state is held up", state)
          : state;
    }
    if (failed instanceof RegistryException refused && refused.error().status() < 500) {
      return new FaultException(
          Fault.SCHEMA_REFUSED,
          "the registry refuses for subject "
              + subject
              + ": "
              + refused.getMessage()
              + " (error_code "
              + refused.error().code()
              + "). Mend that there, then start the pipeline again: it goes on where it stopped",
          refused);
    }
    return new RetriableException("The registry in the project's state failed", failed);
  }
}
