package io.sluice.serdes.client;

import io.sluice.schema.SchemaSource;
import io.sluice.serdes.config.ClientSettings.Memory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Remembers what another client found: what cannot change as long as there is room, newest versions
 * and that there is no such thing for a while. A version is never another schema, and an id never
 * either.
 */
final class RememberingClient implements RegistryClient {
  private final RegistryClient registry;
  private final Recollection<Asked, RegisteredSchema> written;
  private final Recollection<Object, FoundSchema> schemas;
  private final Recollection<Object, RegisteredSchema> versions;
  private final Recollection<Object, RegisteredSchema> latest;
  private final Recollection<Needing, SchemaSource> resolved;
  private final Recollection<Object, RegistryRefusalException> missing;

  /** What was asked for with a schema's text. */
  private record Asked(boolean register, String subject, SchemaText schema, boolean normalize) {}

  private record ById(String subject, int id) {}

  private record ByGuid(String context, UUID guid) {}

  /** The same text needs something else in another context. */
  private record Needing(String context, SchemaText schema) {}

  private record Version(String subject, int version) {}

  private record Newest(String subject, Map<String, String> metadata) {}

  /**
   * @param ticker nanoseconds that rise
   */
  RememberingClient(RegistryClient registry, Memory memory, LongSupplier ticker) {
    this.registry = registry;
    written = new Recollection<>(memory.schemas(), Optional.empty(), ticker);
    schemas = new Recollection<>(memory.schemas(), Optional.empty(), ticker);
    versions = new Recollection<>(memory.schemas(), Optional.empty(), ticker);
    latest = new Recollection<>(memory.latest(), memory.latestTtl(), ticker);
    resolved = new Recollection<>(memory.schemas(), Optional.empty(), ticker);
    Duration shortly = memory.missingTtl();
    missing = new Recollection<>(memory.schemas(), Optional.of(shortly), ticker);
  }

  @Override
  public RegisteredSchema register(String subject, SchemaText schema, boolean normalize) {
    Asked asked = new Asked(true, subject, schema, normalize);
    return written.get(asked, () -> registry.register(subject, schema, normalize));
  }

  @Override
  public RegisteredSchema lookUp(String subject, SchemaText schema, boolean normalize) {
    Asked asked = new Asked(false, subject, schema, normalize);
    return written.get(
        asked, () -> unlessMissing(asked, () -> registry.lookUp(subject, schema, normalize)));
  }

  @Override
  public FoundSchema byId(String subject, int id) {
    ById asked = new ById(subject, id);
    return schemas.get(asked, () -> unlessMissing(asked, () -> registry.byId(subject, id)));
  }

  @Override
  public FoundSchema byGuid(String subject, UUID guid) {
    ByGuid asked = new ByGuid(Contexts.of(subject), guid);
    return schemas.get(asked, () -> unlessMissing(asked, () -> registry.byGuid(subject, guid)));
  }

  @Override
  public RegisteredSchema version(String subject, int version) {
    Version asked = new Version(subject, version);
    return versions.get(
        asked, () -> unlessMissing(asked, () -> registry.version(subject, version)));
  }

  @Override
  public List<Integer> versions(String subject, boolean deleted) {
    return registry.versions(subject, deleted);
  }

  @Override
  public RegisteredSchema latest(String subject) {
    Newest asked = new Newest(subject, Map.of());
    return latest.get(asked, () -> unlessMissing(asked, () -> registry.latest(subject)));
  }

  @Override
  public RegisteredSchema latestWithMetadata(String subject, Map<String, String> metadata) {
    Newest asked = new Newest(subject, Map.copyOf(metadata));
    return latest.get(
        asked,
        () -> unlessMissing(asked, () -> registry.latestWithMetadata(subject, asked.metadata())));
  }

  @Override
  public List<String> incompatibilities(String subject, SchemaText schema, boolean normalize) {
    return registry.incompatibilities(subject, schema, normalize);
  }

  @Override
  public SchemaSource resolve(String subject, SchemaText schema) {
    return resolved.get(
        new Needing(Contexts.of(subject), schema), () -> References.resolve(subject, schema, this));
  }

  @Override
  public void close() {
    registry.close();
  }

  /** A record in a topic whose schema is not there is mostly followed by more of them. */
  private <T> T unlessMissing(Object asked, Supplier<T> registry) {
    Optional<RegistryRefusalException> known = missing.known(asked);
    if (known.isPresent()) {
      throw known.get().again();
    }
    try {
      return registry.get();
    } catch (RegistryRefusalException e) {
      if (e.isNotFound()) {
        missing.put(asked, e);
      }
      throw e;
    }
  }
}
