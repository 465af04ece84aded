package io.sluice.connector.postgres.value;

import java.math.BigDecimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Debezium's form of a {@code numeric} without declared scale: every value says its own. */
final class VariableScale {

  private VariableScale() {}

  static SchemaBuilder builder() {
    return SchemaBuilder.struct()
        .name("io.debezium.data.VariableScaleDecimal")
        .version(1)
        .doc("Variable scaled decimal")
        .field("scale", Schema.INT32_SCHEMA)
        .field("value", Schema.BYTES_SCHEMA);
  }

  /** Without zeros at the end of the fraction. */
  static Struct of(Schema schema, BigDecimal shown) {
    BigDecimal stripped = shown.scale() > 0 ? shown.stripTrailingZeros() : shown;
    BigDecimal value = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    return new Struct(schema)
        .put("scale", value.scale())
        .put("value", value.unscaledValue().toByteArray());
  }
}
