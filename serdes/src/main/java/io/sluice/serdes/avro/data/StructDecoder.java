package io.sluice.serdes.avro.data;

import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.record.StructFields;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Reads the structs of one schema; complete before the first one. */
final class StructDecoder implements ValueDecoder {
  private final Schema schema;
  private final StructFields fields;
  private ValueDecoder[] values = {};

  StructDecoder(Schema schema) {
    this.schema = schema;
    fields = new StructFields(schema);
  }

  /**
   * @param decoders of the fields, in their order
   */
  void complete(ValueDecoder[] decoders) {
    values = decoders;
  }

  @Override
  public Struct decode(AvroInput from) {
    from.enter();
    Struct struct = fields.empty();
    for (int i = 0; i < values.length; i++) {
      try {
        fields.put(struct, i, values[i].decode(from));
      } catch (MisfitException e) {
        throw e.under(schema.fields().get(i).name());
      }
    }
    from.leave();
    return struct;
  }
}
