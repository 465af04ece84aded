package io.sluice.schema.formats;

import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.avro.AvroFormat;
import io.sluice.schema.json.JsonSchemaFormat;
import io.sluice.schema.protobuf.ProtobufFormat;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The formats that there are. Thread-safe. */
public final class SchemaFormats {
  private final Map<SchemaType, SchemaFormat> formats = new EnumMap<>(SchemaType.class);

  /** Of these formats, each of a type of its own. */
  public SchemaFormats(List<SchemaFormat> formats) {
    formats.forEach(format -> this.formats.put(format.type(), format));
  }

  /** All formats that there are, with the bounds that serve most. */
  public static SchemaFormats standard() {
    return standard(SchemaLimits.defaults());
  }

  /** All formats that there are, within bounds of one's own. */
  public static SchemaFormats standard(SchemaLimits limits) {
    return new SchemaFormats(
        List.of(new AvroFormat(limits), new JsonSchemaFormat(limits), new ProtobufFormat(limits)));
  }

  /** The format of that type. */
  public SchemaFormat of(SchemaType type) {
    SchemaFormat format = formats.get(type);
    if (format == null) {
      throw new InvalidSchemaException("Schemas of type " + type + " are not supported here");
    }
    return format;
  }

  /**
   * Reads a schema.
   *
   * @throws InvalidSchemaException if it is none
   */
  public ParsedSchema parse(SchemaSource source) {
    return of(source.type()).parse(source);
  }
}
