package io.sluice.registry.model;

/**
 * Why a registry refuses, with the numbers of Confluent's "Schema Registry API Reference". Clients
 * decide by the number.
 */
public enum RegistryError {
  SUBJECT_NOT_FOUND(404, 40401),
  VERSION_NOT_FOUND(404, 40402),
  SCHEMA_NOT_FOUND(404, 40403),
  SUBJECT_SOFT_DELETED(404, 40404),
  SUBJECT_NOT_SOFT_DELETED(404, 40405),
  VERSION_SOFT_DELETED(404, 40406),
  VERSION_NOT_SOFT_DELETED(404, 40407),
  COMPATIBILITY_NOT_CONFIGURED(404, 40408),
  MODE_NOT_CONFIGURED(404, 40409),
  INCOMPATIBLE_SCHEMA(409, 409),
  INVALID_SCHEMA(422, 42201),
  INVALID_VERSION(422, 42202),
  INVALID_COMPATIBILITY(422, 42203),
  INVALID_MODE(422, 42204),
  OPERATION_NOT_PERMITTED(422, 42205),
  REFERENCE_EXISTS(422, 42206),
  ID_DOES_NOT_MATCH(422, 42207),
  INVALID_SUBJECT(422, 42208),
  INVALID_RULE_SET(422, 42210),
  STORE(500, 50001),
  STORE_TIMEOUT(500, 50002);

  private final int status;
  private final int code;

  RegistryError(int status, int code) {
    this.status = status;
    this.code = code;
  }

  /** The status of HTTP that goes with it. */
  public int status() {
    return status;
  }

  /** The {@code error_code} of an answer. */
  public int code() {
    return code;
  }
}
