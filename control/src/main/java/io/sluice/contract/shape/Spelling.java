package io.sluice.contract.shape;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Gives fields back the names that a language of schemas has no letters for: where a schema was
 * read with {@code first_name}, and the source's has {@code first name}, they are one column. Used
 * once, by one thread.
 */
public final class Spelling {
  private final UnaryOperator<String> written;
  private final Map<Schema, Schema> done = new IdentityHashMap<>();

  /**
   * @param written what a field is called in schemas that are read
   */
  public Spelling(UnaryOperator<String> written) {
    this.written = written;
  }

  /**
   * A schema that was read, with the names of the other one for the fields that both have; the very
   * schema if it has them already.
   */
  public Schema of(Schema read, Schema own) {
    if (read.type() != own.type()) {
      return read;
    }
    Schema known = done.get(read);
    if (known != null) {
      return known;
    }
    done.put(read, read); // What contains itself stays as it is within itself.
    Schema made =
        switch (read.type()) {
          case STRUCT -> struct(read, own);
          case ARRAY -> array(read, of(read.valueSchema(), own.valueSchema()));
          case MAP ->
              map(
                  read,
                  of(read.keySchema(), own.keySchema()),
                  of(read.valueSchema(), own.valueSchema()));
          default -> read;
        };
    done.put(read, made);
    return made;
  }

  private Schema struct(Schema read, Schema own) {
    Map<String, Field> spelled = new HashMap<>();
    for (Field field : own.fields()) {
      String name = written.apply(field.name());
      if (!name.equals(field.name())) {
        spelled.put(name, field);
      }
    }
    SchemaBuilder builder = described(SchemaBuilder.struct(), read);
    boolean same = true;
    for (Field field : read.fields()) {
      Field theirs = own.field(field.name());
      if (theirs == null) {
        theirs = spelled.get(field.name());
      }
      Schema schema = theirs == null ? field.schema() : of(field.schema(), theirs.schema());
      String name = theirs == null ? field.name() : theirs.name();
      builder.field(name, schema);
      same = same && isSame(schema, field.schema()) && name.equals(field.name());
    }
    return same ? read : builder.build();
  }

  private static Schema array(Schema read, Schema items) {
    return isSame(items, read.valueSchema())
        ? read
        : described(SchemaBuilder.array(items), read).build();
  }

  private static Schema map(Schema read, Schema keys, Schema values) {
    return isSame(keys, read.keySchema()) && isSame(values, read.valueSchema())
        ? read
        : described(SchemaBuilder.map(keys, values), read).build();
  }

  private static SchemaBuilder described(SchemaBuilder builder, Schema read) {
    builder.name(read.name()).version(read.version()).doc(read.doc());
    if (read.isOptional()) {
      builder.optional();
    }
    if (read.parameters() != null) {
      builder.parameters(read.parameters());
    }
    // A struct would be one of the other schema; no source has such a default.
    if (read.defaultValue() != null && !(read.defaultValue() instanceof Struct)) {
      builder.defaultValue(read.defaultValue());
    }
    return builder;
  }

  @SuppressWarnings("ReferenceEquality") // Whether anything was changed, not whether it is equal.
  private static boolean isSame(@Nullable Schema one, @Nullable Schema other) {
    return one == other;
  }
}
