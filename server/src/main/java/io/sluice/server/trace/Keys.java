package io.sluice.server.trace;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of spans: those of OpenTelemetry's semantic conventions for messaging, databases and
 * errors, and ours under {@code sluice.} where there is none.
 */
final class Keys {
  static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
  static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  static final AttributeKey<Long> RECORDS = AttributeKey.longKey("messaging.batch.message_count");
  static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.system.name");
  static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
  static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
  static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> PIPELINE = AttributeKey.stringKey("sluice.pipeline");
  static final AttributeKey<String> VERSION = AttributeKey.stringKey("sluice.pipeline.version");
  static final AttributeKey<String> CONNECTOR = AttributeKey.stringKey("sluice.connector");
  static final AttributeKey<String> SINK = AttributeKey.stringKey("sluice.sink");
  static final AttributeKey<Long> TASK = AttributeKey.longKey("sluice.task");
  static final AttributeKey<Long> EPOCH = AttributeKey.longKey("sluice.epoch");
  static final AttributeKey<Long> BYTES = AttributeKey.longKey("sluice.bytes");
  static final AttributeKey<Long> FILTERED = AttributeKey.longKey("sluice.records.filtered");
  static final AttributeKey<Long> REFUSED = AttributeKey.longKey("sluice.records.refused");
  static final AttributeKey<String> TRANSFORM = AttributeKey.stringKey("sluice.transform");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sluice.outcome");

  private Keys() {}
}
