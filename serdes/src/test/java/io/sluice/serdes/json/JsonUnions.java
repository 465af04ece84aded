package io.sluice.serdes.json;

import io.sluice.serdes.random.UnionForm;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Unions as Connect has them of JSON. */
final class JsonUnions implements UnionForm {
  static final JsonUnions FORM = new JsonUnions();

  private JsonUnions() {}

  @Override
  public SchemaBuilder of(List<Schema> members, int number) {
    SchemaBuilder union = SchemaBuilder.struct().name(JsonNames.UNION);
    for (int i = 0; i < members.size(); i++) {
      union.field(JsonNames.UNION_FIELD + i, members.get(i));
    }
    return union;
  }

  @Override
  public boolean isUnion(Schema struct) {
    return Unions.isUnion(struct);
  }

  /** One of these, each of which may be null. */
  static Schema union(Schema... members) {
    return FORM.of(List.of(members), 0).build();
  }
}
