package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.SinkRun;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Values go in by the sink and are read back as text by the database itself. */
public interface RoundTrip {
  TargetUnderTest target();

  SinkRun sink();

  Records records();

  /** Starts the sink again with other settings. */
  void restart(Map<String, String> settings);

  /** Puts each value in a row of its own, and null, and reads all back in that order. */
  default List<String> roundTrip(Schema schema, Object... values) throws Exception {
    return roundTripAs("v", schema, values);
  }

  default List<String> roundTripAs(String expression, Schema schema, Object... values)
      throws Exception {
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", schema).build();
    long id = 0;
    for (Object value : values) {
      records().flat("t", new Struct(row).put("id", id++).put("v", value));
    }
    records().flat("t", new Struct(row).put("id", id).put("v", null));
    records().committed();
    assertThat(sink().reported()).isEmpty();
    List<String> all = target().rows("select " + expression + " from t order by id");
    assertThat(all.get(all.size() - 1)).isEqualTo("null");
    // Once more over the longer way: the rows are there already.
    for (Object value : values) {
      records().flat("t", new Struct(row).put("id", id--).put("v", value));
    }
    records().committed();
    assertThat(sink().reported()).isEmpty();
    return all.subList(0, values.length);
  }

  static Schema logical(Schema.Type type, String name) {
    return new SchemaBuilder(type).name(name).optional().build();
  }

  static Schema decimal(int precision, int scale) {
    SchemaBuilder schema = Decimal.builder(scale).optional();
    if (precision > 0) {
      schema.parameter("connect.decimal.precision", String.valueOf(precision));
    }
    return schema.build();
  }

  Schema VARIABLE =
      SchemaBuilder.struct()
          .name("io.debezium.data.VariableScaleDecimal")
          .optional()
          .field("scale", Schema.INT32_SCHEMA)
          .field("value", Schema.BYTES_SCHEMA)
          .build();

  static Struct variable(String number) {
    BigDecimal decimal = new BigDecimal(number);
    return new Struct(VARIABLE)
        .put("scale", decimal.scale())
        .put("value", decimal.unscaledValue().toByteArray());
  }
}
