package io.sluice.registry.http.endpoint;

import io.sluice.registry.Registry;
import io.sluice.registry.http.call.ApiException;
import io.sluice.registry.http.call.Call;
import io.sluice.registry.model.StoredSchema;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.avro.AvroSchema;
import io.sluice.schema.protobuf.ProtobufSchema;

/** The text of a schema in the form that {@code format} asks for. */
final class SchemaText {
  /** Of Avro: with all that it refers to written out. */
  private static final String RESOLVED = "resolved";

  /** Of Protobuf: its descriptor in base64. */
  private static final String SERIALIZED = "serialized";

  private final Registry registry;

  SchemaText(Registry registry) {
    this.registry = registry;
  }

  /**
   * The text.
   *
   * @throws ApiException 422 if schemas of that type have no such form
   */
  String of(StoredSchema schema, Call call) {
    String format = call.text("format").orElse("");
    if (format.isEmpty() || format.equals("default")) {
      return schema.content().text();
    }
    return call.work(
        () -> {
          ParsedSchema parsed = registry.parsed(schema);
          if (parsed instanceof AvroSchema avro && format.equals(RESOLVED)) {
            return avro.schema().toString();
          }
          if (parsed instanceof ProtobufSchema protobuf && format.equals(SERIALIZED)) {
            return protobuf.serialized();
          }
          throw new ApiException(
              422,
              "Unsupported format "
                  + format
                  + " of a schema of type "
                  + schema.content().type()
                  + ": AVRO has 'resolved', PROTOBUF 'serialized'");
        });
  }
}
