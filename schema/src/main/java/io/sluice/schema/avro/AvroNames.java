package io.sluice.schema.avro;

import io.sluice.schema.InvalidSchemaException;
import java.util.regex.Pattern;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/**
 * Which names Avro takes. A namespace may have more than a name: no Avro before 1.12 has looked at
 * it, so there are many with hyphens and digits first, as those that Debezium makes of {@code
 * topic.prefix=my-db}; Confluent's registry takes them as well.
 */
final class AvroNames {
  private static final Pattern OF_NAMESPACE = Pattern.compile("[\\p{L}\\p{Nd}_$-]+");

  /** Avro asks it of each part of a namespace and of names alike. */
  static final NameValidator OF_NAMESPACES_TOO =
      new NameValidator() {
        @Override
        public Result validate(String name) {
          return name != null && OF_NAMESPACE.matcher(name).matches()
              ? OK
              : NameValidator.UTF_VALIDATOR.validate(name);
        }
      };

  private AvroNames() {}

  /**
   * Refuses what cannot be the name of a type, a field or a symbol.
   *
   * @throws InvalidSchemaException if it cannot
   */
  static void check(String name) {
    NameValidator.Result result = NameValidator.UTF_VALIDATOR.validate(name);
    if (!result.isOK()) {
      throw new InvalidSchemaException("The schema is no schema of Avro: " + result.getErrors());
    }
  }

  /** As {@link #check}, of all that a type names. */
  static void checkParts(Schema type) {
    if (type.getType() == Schema.Type.RECORD) {
      type.getFields().forEach(field -> check(field.name()));
    } else if (type.getType() == Schema.Type.ENUM) {
      type.getEnumSymbols().forEach(AvroNames::check);
    }
  }
}
