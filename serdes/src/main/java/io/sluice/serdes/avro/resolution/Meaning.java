package io.sluice.serdes.avro.resolution;

import io.sluice.serdes.misfit.MisfitException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What values mean beyond their type. Avro's rules for readers leave logical types out, by which
 * 12.34 of scale 2 would come out as 0.1234 of scale 4.
 */
final class Meaning {
  private static final String LOGICAL_TYPE = "logicalType";
  private static final String DECIMAL = "decimal";

  private Meaning() {}

  /**
   * Sees to it that the one does not mean something else than the other. A schema that does not say
   * what is meant means what the other one does.
   *
   * @throws MisfitException if it does
   */
  static void same(Schema writer, Schema reader) {
    String written = of(writer);
    String read = of(reader);
    if (written != null && read != null && !written.equals(read)) {
      throw new MisfitException(
          "the record has "
              + written
              + ", and the schema that it is written under says "
              + read
              + " of the same values");
    }
  }

  /** As {@code "decimal of scale 2"}; null if it means just what it is. */
  private static @Nullable String of(Schema schema) {
    String type = schema.getProp(LOGICAL_TYPE);
    if (!DECIMAL.equals(type)) {
      return type;
    }
    Object scale = schema.getObjectProp("scale");
    return DECIMAL + " of scale " + (scale == null ? 0 : scale);
  }
}
