package io.sluice.serdes.avro.mapping;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** The schema of values without a schema. */
public final class Anything {
  /** Its fields, in their order: each optional, and one of them there. */
  public static final Schema SCHEMA =
      SchemaBuilder.record(Names.ANYTHING)
          .fields()
          .optionalBoolean("boolean")
          .optionalBytes("bytes")
          .optionalDouble("double")
          .optionalFloat("float")
          .optionalInt("int")
          .optionalLong("long")
          .optionalString("string")
          .name("array")
          .type()
          .optional()
          .array()
          .items()
          .type(Names.ANYTHING)
          .name("map")
          .type()
          .optional()
          .array()
          .items()
          .record(Names.MAP_ENTRY)
          .namespace(Names.NAMESPACE)
          .fields()
          .name(Names.KEY)
          .type(Names.ANYTHING)
          .noDefault()
          .name(Names.VALUE)
          .type(Names.ANYTHING)
          .noDefault()
          .endRecord()
          .endRecord();

  private Anything() {}

  /** Whether records of that schema hold values without one. */
  public static boolean is(Schema schema) {
    return schema.getType() == Schema.Type.RECORD && schema.equals(SCHEMA);
  }
}
