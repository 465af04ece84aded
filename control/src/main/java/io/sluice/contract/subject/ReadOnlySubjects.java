package io.sluice.contract.subject;

import io.sluice.schema.SchemaSource;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A registry that is asked and never changed: what would become a version is told to be one, and is
 * none. Thread-safe, as the registry is.
 */
public final class ReadOnlySubjects implements SubjectRegistry {
  private final SubjectRegistry registry;

  /**
   * @param registry closed with this
   */
  public ReadOnlySubjects(SubjectRegistry registry) {
    this.registry = registry;
  }

  @Override
  public OptionalInt find(String subject, SchemaSource schema) {
    return registry.find(subject, schema);
  }

  @Override
  public Optional<Version> latest(String subject) {
    return registry.latest(subject);
  }

  @Override
  public Stream<Version> history(String subject) {
    return registry.history(subject);
  }

  @Override
  public Stream<Version> versions(String subject) {
    return registry.versions(subject);
  }

  @Override
  public List<String> conflicts(String subject, SchemaSource schema) {
    return registry.conflicts(subject, schema);
  }

  @Override
  public Outcome register(String subject, SchemaSource schema) {
    return new Outcome.Registered(registry.latest(subject).map(Version::number).orElse(0) + 1);
  }

  @Override
  public CompatibilityLevel level(String subject) {
    return registry.level(subject);
  }

  @Override
  public void holdLevel(String subject, CompatibilityLevel level) {
    // A run holds it, once there is one.
  }

  @Override
  public void close() {
    registry.close();
  }
}
