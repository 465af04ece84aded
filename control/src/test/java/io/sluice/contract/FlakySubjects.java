package io.sluice.contract;

import io.sluice.contract.subject.EmbeddedSubjects;
import io.sluice.contract.subject.SubjectRegistry;
import io.sluice.registry.Registry;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.RetriableException;

/** A real registry that does not answer the first questions whether it has a schema. */
final class FlakySubjects implements SubjectRegistry {
  private final SubjectRegistry registry;
  private final AtomicInteger asked;
  private final int unanswered;

  FlakySubjects(Registry registry, AtomicInteger asked, int unanswered) {
    this.registry = new EmbeddedSubjects(registry, "flaky");
    this.asked = asked;
    this.unanswered = unanswered;
  }

  @Override
  public OptionalInt find(String subject, SchemaSource schema) {
    if (asked.incrementAndGet() <= unanswered) {
      throw new RetriableException("The registry does not answer");
    }
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
    return registry.register(subject, schema);
  }

  @Override
  public CompatibilityLevel level(String subject) {
    return registry.level(subject);
  }

  @Override
  public void holdLevel(String subject, CompatibilityLevel level) {
    registry.holdLevel(subject, level);
  }

  @Override
  public void close() {
    registry.close();
  }
}
