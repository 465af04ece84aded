package io.sluice.serdes.client;

import io.sluice.schema.SchemaSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What can be asked of a registry. Thread-safe. Every method throws {@link
 * RegistryRefusalException} where the registry says no, and {@link RegistryUnavailableException}
 * where none answers after all retries.
 */
public interface RegistryClient extends AutoCloseable {
  /**
   * Registers a schema as the next version of a subject, or finds the version that it already is.
   *
   * @param normalize whether schemas that mean the same are the same
   */
  RegisteredSchema register(String subject, SchemaText schema, boolean normalize);

  /** The version of a subject that a schema is; refused (40401, 40403) if it is none. */
  RegisteredSchema lookUp(String subject, SchemaText schema, boolean normalize);

  /**
   * The schema of that number.
   *
   * @param subject one that has it, for registries with contexts; empty if it is not known
   */
  FoundSchema byId(String subject, int id);

  /**
   * The schema of that number, which is the same in every registry.
   *
   * @param subject one that has it: its context counts where several have schemas of that number
   */
  FoundSchema byGuid(String subject, UUID guid);

  /** A version of a subject; refused (40401, 40402) if there is none. */
  RegisteredSchema version(String subject, int version);

  /**
   * The numbers of a subject's versions, the newest first; none if there is none. Never remembered.
   *
   * @param deleted whether those that are soft-deleted come after them, the newest first
   */
  List<Integer> versions(String subject, boolean deleted);

  /** The newest version of a subject; refused (40401) if there is none. */
  RegisteredSchema latest(String subject);

  /** The newest version of a subject whose metadata has these properties. */
  RegisteredSchema latestWithMetadata(String subject, Map<String, String> metadata);

  /**
   * Why a schema cannot be the next version of a subject, as the registry says it; empty if it can,
   * also where the subject has no version yet.
   */
  List<String> incompatibilities(String subject, SchemaText schema, boolean normalize);

  /**
   * A schema with the texts of all that it needs, however deep.
   *
   * @param subject whose it is, or is to be: what it needs is meant in its context
   */
  SchemaSource resolve(String subject, SchemaText schema);

  /** A version with the texts of all that it needs. */
  default SchemaSource resolve(RegisteredSchema version) {
    return resolve(version.subject(), version.schema());
  }

  @Override
  void close();
}
