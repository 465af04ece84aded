package io.sluice.serdes.protobuf;

import io.sluice.serdes.random.RandomData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Schemas to which happens what happens to tables: columns go, come, are renamed and moved. */
final class AlteredSchemas {
  private final Random random;
  private final RandomData data;
  private int names;

  AlteredSchemas(long seed, RandomData data) {
    this.random = new Random(seed);
    this.data = data;
  }

  /** Another one, altered at any depth. */
  Schema altered(Schema schema) {
    return switch (schema.type()) {
      case STRUCT -> ProtobufUnions.FORM.isUnion(schema) ? schema : struct(schema);
      case ARRAY -> described(SchemaBuilder.array(altered(schema.valueSchema())), schema);
      case MAP ->
          described(SchemaBuilder.map(schema.keySchema(), altered(schema.valueSchema())), schema);
      default -> schema;
    };
  }

  private Schema struct(Schema schema) {
    List<Field> fields = new ArrayList<>();
    for (Field field : schema.fields()) {
      int what = random.nextInt(8);
      if (what == 0) {
        continue;
      }
      String name = what == 1 ? "renamed" + ++names : field.name();
      fields.add(new Field(name, 0, altered(field.schema())));
    }
    if (random.nextInt(3) == 0) {
      fields.add(new Field("new" + ++names, 0, data.schema(2)));
    }
    if (random.nextInt(3) == 0) {
      Collections.shuffle(fields, random);
    }
    SchemaBuilder builder = SchemaBuilder.struct();
    fields.forEach(field -> builder.field(field.name(), field.schema()));
    return described(builder, schema);
  }

  private static Schema described(SchemaBuilder builder, Schema schema) {
    if (schema.isOptional()) {
      builder.optional();
    }
    if (schema.name() != null) {
      builder.name(schema.name());
    }
    if (schema.version() != null) {
      builder.version(schema.version());
    }
    if (schema.doc() != null) {
      builder.doc(schema.doc());
    }
    if (schema.parameters() != null) {
      builder.parameters(schema.parameters());
    }
    return builder.build();
  }
}
