package io.sluice.connector.postgres.testbed;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A converter as users write them, which shows what it is given: of columns in the schema, of
 * values as their text. Takes the columns whose full name matches {@code columns}.
 */
public final class ShowingConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  private String columns = "";
  private boolean classes;
  private boolean fails;

  @Override
  public void configure(Properties properties) {
    columns = properties.getProperty("columns");
    classes = Boolean.parseBoolean(properties.getProperty("classes"));
    fails = Boolean.parseBoolean(properties.getProperty("fails"));
  }

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    if (!(column.dataCollection() + "." + column.name()).matches(columns)) {
      return;
    }
    SchemaBuilder schema =
        SchemaBuilder.string()
            .name("test.Shown")
            .parameter("column", column.dataCollection() + "." + column.name())
            .parameter("jdbc", Integer.toString(column.jdbcType()))
            .parameter("native", Integer.toString(column.nativeType()))
            .parameter("type", column.typeName())
            .parameter("expression", classes ? column.typeExpression() : "")
            .parameter("length", column.length().toString())
            .parameter("scale", column.scale().toString())
            .parameter("optional", Boolean.toString(column.isOptional()))
            .parameter("default", text(column.defaultValue()))
            .parameter("charset", String.valueOf(column.charsetName()));
    registration.register(schema, this::shown);
  }

  private String shown(@Nullable Object value) {
    if (fails) {
      throw new IllegalArgumentException("secret " + value);
    }
    return text(value);
  }

  private String text(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    String text =
        value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
    return classes ? value.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " " + text : text;
  }
}
