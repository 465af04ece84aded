package io.sluice.connector.table.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.SchemaTypes;
import io.sluice.testkit.SinkRun;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A table {@code {id, v}} for one type: filled by the sink, read in the samples' form. */
final class ReadBack {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** What is read where there is no row of that number. */
  static final String NO_ROW = "no row";

  private final TargetUnderTest target;
  private final TypeReadings readings;
  private final SinkRun sink;
  private final String table;
  private final Schema row;
  private final Schema envelope;
  private final Schema schema;

  ReadBack(RoundTrip test, TypeReadings readings, String table, Schema schema) {
    this(test.target(), test.sink(), readings, table, schema);
  }

  ReadBack(
      TargetUnderTest target, SinkRun sink, TypeReadings readings, String table, Schema schema) {
    this.target = target;
    this.readings = readings;
    this.sink = sink;
    this.table = table;
    this.schema = schema;
    row =
        SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("v", schema)
            .build();
    envelope = Records.envelope(row);
  }

  /** Brings a value into the row of that number, as new or as changed. */
  void put(String op, long id, @Nullable Object value) {
    Struct after = new Struct(row).put("id", id).put("v", value);
    Struct event =
        new Struct(envelope).put("after", after).put("source", Records.source()).put("op", op);
    sink.append("x." + table, Records.KEY, Records.key(id), envelope, event);
  }

  String typeName() throws SQLException {
    return target.typeOf(table, "v");
  }

  /** The value in the row of that number. */
  String read(long id) throws SQLException {
    return read("v", schema, typeName(), id);
  }

  private String read(String expression, Schema wanted, String stored, long id)
      throws SQLException {
    ColumnType type = SchemaTypes.typeOf(wanted);
    if (type.element() == null) {
      String text = select(readings.asText(expression, type), id);
      if (absent(text)) {
        return text;
      }
      return SchemaTypes.isNested(wanted) || wanted.type() == Schema.Type.MAP
          ? RandomTypes.render(wanted, parsed(text))
          : readings.plain(type, text);
    }
    if (readings.isDocument(stored) && !stored.endsWith("[]")) {
      String text = select(readings.asText(expression, ColumnType.JSON), id);
      if (absent(text)) {
        return text;
      }
      return wanted.valueSchema().type() == Schema.Type.STRING
              && elementOf(type) == ColumnType.Kind.JSON
          ? elements(text).toString()
          : RandomTypes.render(wanted, parsed(text));
    }
    String length = select(readings.length(expression), id);
    if (absent(length)) {
      return length;
    }
    List<String> elements = new ArrayList<>();
    String inner = stored.endsWith("[]") ? stored.substring(0, stored.length() - 2) : stored;
    for (int i = 1; i <= Integer.parseInt(length); i++) {
      elements.add(read(readings.element(expression, i), wanted.valueSchema(), inner, id));
    }
    return elements.toString();
  }

  private String select(String expression, long id) throws SQLException {
    List<String> rows =
        target.rows("select " + expression + " from " + table + " where id = " + id);
    return rows.isEmpty() ? NO_ROW : rows.get(0);
  }

  private static boolean absent(String text) {
    return text.equals("null") || text.equals(NO_ROW);
  }

  private static ColumnType.@Nullable Kind elementOf(ColumnType array) {
    ColumnType element = array.element();
    return element == null ? null : element.kind();
  }

  /** The elements of an array as they are written there. */
  private static List<String> elements(String text) {
    List<String> elements = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        elements.add(text.substring(begin, (int) parser.currentLocation().getCharOffset()));
      }
      return elements;
    } catch (IOException e) {
      throw new AssertionError("the column holds no JSON document", e);
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("the column holds no JSON document", e);
    }
  }
}
