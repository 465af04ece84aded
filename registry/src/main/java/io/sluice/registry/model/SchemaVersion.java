package io.sluice.registry.model;

import java.time.Instant;

/**
 * A version of a subject.
 *
 * @param version from 1; a subject's numbers rise and are never used again
 * @param isDeleted whether it was soft-deleted
 * @param registeredAt when it became this version
 */
public record SchemaVersion(
    SubjectName subject,
    int version,
    StoredSchema schema,
    boolean isDeleted,
    Instant registeredAt) {
  public int id() {
    return schema.id();
  }
}
