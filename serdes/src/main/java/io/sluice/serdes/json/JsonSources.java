package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JacksonException;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.misfit.MisfitException;

/** What can be wrong with a record before its values are looked at. */
final class JsonSources {
  private JsonSources() {}

  /** Refuses the schema of another format. */
  static void checkType(SchemaSource source) {
    if (source.type() != SchemaType.JSON) {
      throw new IllegalArgumentException(
          "expected a record with a schema of type JSON, found one of type "
              + source.type()
              + "; use the converter or deserializer of that format");
    }
  }

  /** Says where bytes are no JSON, and not what they are. */
  static MisfitException misread(JacksonException e, int from) {
    long at = e.getLocation() == null ? from : e.getLocation().getByteOffset();
    return new MisfitException(
        "expected JSON, found something else at byte "
            + at
            + " behind the schema's id ("
            + e.getClass().getSimpleName()
            + ")");
  }
}
