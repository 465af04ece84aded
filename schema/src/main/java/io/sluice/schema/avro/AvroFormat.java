package io.sluice.schema.avro;

import static java.util.Objects.requireNonNull;

import io.sluice.schema.Incompatibility;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.util.List;

/**
 * Avro (specification 1.12), read by Avro's own parser. Names may have the letters of any alphabet,
 * as Avro's library for Java and Confluent's registry let them.
 */
public final class AvroFormat implements SchemaFormat {
  private final SchemaLimits limits;
  private final boolean validateDefaults;

  /** A format that takes defaults as they are, as Confluent's registry does unless told. */
  public AvroFormat(SchemaLimits limits) {
    this(limits, false);
  }

  /**
   * @param validateDefaults whether a schema is invalid in which the default of a field is no value
   *     of its type. Schemas are in use for which that would come too late.
   */
  public AvroFormat(SchemaLimits limits, boolean validateDefaults) {
    this.limits = requireNonNull(limits, "limits is null");
    this.validateDefaults = validateDefaults;
  }

  @Override
  public SchemaType type() {
    return SchemaType.AVRO;
  }

  @Override
  public AvroSchema parse(SchemaSource source) {
    return new AvroParsing(limits, validateDefaults).parse(source);
  }

  @Override
  public List<Incompatibility> incompatibilities(ParsedSchema reader, ParsedSchema writer) {
    return new AvroReading(limits.maxSteps())
        .incompatibilities(((AvroSchema) reader).schema(), ((AvroSchema) writer).schema());
  }
}
