package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.record.StructFields;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Reads objects into structs of one schema. What the schema does not name is skipped. */
final class StructReader implements ValueReader {
  private final Schema schema;
  private final Field[] fields;
  private final SerializableString[] names;
  private final StructFields structs;
  private final Map<String, Field> byName = new HashMap<>();
  private final List<Supplier<ValueReader>> values;

  StructReader(Schema schema, List<Supplier<ValueReader>> values) {
    this.schema = schema;
    this.values = values;
    fields = schema.fields().toArray(new Field[0]);
    names = new SerializableString[fields.length];
    structs = new StructFields(schema);
    for (Field field : fields) {
      names[field.index()] = new SerializedString(field.name());
      byName.put(field.name(), field);
    }
  }

  @Override
  public Object read(JsonParser json) throws IOException {
    Scalars.expect(json, JsonToken.START_OBJECT, "an object");
    Struct struct = structs.empty();
    boolean[] found = new boolean[fields.length];
    int next = 0;
    while (true) {
      boolean inOrder = goOn(json, next);
      if (json.currentToken() != JsonToken.FIELD_NAME) {
        break;
      }
      Field field = inOrder ? fields[next] : byName.get(json.currentName());
      json.nextToken();
      if (field == null) {
        json.skipChildren();
        continue;
      }
      next = field.index() + 1;
      found[field.index()] = true;
      try {
        structs.put(struct, field.index(), values.get(field.index()).get().read(json));
      } catch (MisfitException e) {
        throw e.under(field.name());
      }
    }
    for (int i = 0; i < fields.length; i++) {
      if (!found[i]) {
        absent(fields[i]);
      }
    }
    return struct;
  }

  /**
   * Goes on to the next property. Mostly they come in the order of the schema: then its name is
   * only compared, and no text is made of it.
   *
   * @return whether it is the one that is next in the schema
   */
  private boolean goOn(JsonParser json, int next) throws IOException {
    if (next < names.length) {
      return json.nextFieldName(names[next]);
    }
    json.nextToken();
    return false;
  }

  private static void absent(Field field) {
    if (!field.schema().isOptional() && field.schema().defaultValue() == null) {
      throw new MisfitException(
              "expected a value, found no such property; if it may be absent, set"
                  + " use.optional.for.nonrequired")
          .under(field.name());
    }
  }
}
