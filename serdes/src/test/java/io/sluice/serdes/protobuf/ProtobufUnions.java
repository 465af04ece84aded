package io.sluice.serdes.protobuf;

import io.sluice.serdes.random.UnionForm;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Unions as Connect has them of oneofs. */
final class ProtobufUnions implements UnionForm {
  static final ProtobufUnions FORM = new ProtobufUnions();

  private ProtobufUnions() {}

  @Override
  public SchemaBuilder of(List<Schema> members, int number) {
    SchemaBuilder union = SchemaBuilder.struct().name(ProtobufNames.UNION + "one" + number % 3);
    for (int i = 0; i < members.size(); i++) {
      union.field("m" + i, members.get(i));
    }
    return union;
  }

  @Override
  public boolean isUnion(Schema struct) {
    return struct.name() != null && struct.name().startsWith(ProtobufNames.UNION);
  }
}
