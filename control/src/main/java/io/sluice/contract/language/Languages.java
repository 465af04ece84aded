package io.sluice.contract.language;

import io.sluice.pipeline.SchemaContract;

/** The languages that there are. */
public final class Languages {
  private Languages() {}

  /** A new one, with nothing remembered. */
  public static SchemaLanguage of(SchemaContract.Format format) {
    return switch (format) {
      case AVRO -> new AvroLanguage();
      case JSON -> new JsonLanguage();
      case PROTOBUF -> new ProtobufLanguage();
    };
  }
}
