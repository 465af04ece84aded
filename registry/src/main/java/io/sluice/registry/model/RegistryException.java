package io.sluice.registry.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The registry refuses. The message is meant for whoever asked: it names subject, version or place
 * in the schema, and what to do.
 */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RegistryError error;

  public RegistryException(RegistryError error, String message) {
    this(error, message, null);
  }

  public RegistryException(RegistryError error, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.error = requireNonNull(error, "error is null");
  }

  public RegistryError error() {
    return error;
  }

  public static RegistryException subjectNotFound(SubjectName subject) {
    return new RegistryException(
        RegistryError.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
  }

  public static RegistryException versionNotFound(int version) {
    return new RegistryException(
        RegistryError.VERSION_NOT_FOUND, "Version " + version + " not found.");
  }

  public static RegistryException schemaNotFound(String which) {
    return new RegistryException(RegistryError.SCHEMA_NOT_FOUND, "Schema " + which + " not found");
  }

  public static RegistryException notPermitted(String message) {
    return new RegistryException(RegistryError.OPERATION_NOT_PERMITTED, message);
  }

  /** Who references what was to be deleted. */
  public static RegistryException referenced(SubjectName subject, int version, List<Integer> ids) {
    return new RegistryException(
        RegistryError.REFERENCE_EXISTS,
        "Version "
            + version
            + " of subject '"
            + subject
            + "' is referenced by the schemas with the ids "
            + ids
            + "; delete those first.");
  }
}
