package io.sluice.connector.table.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.testkit.SinkTaskHarness;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** A table {@code {id, v}} for one type: filled by the sink, read in the samples' form. */
final class ReadBack {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** What is read where there is no row of that number. */
  static final String NO_ROW = "no row";

  private final TargetUnderTest target;
  private final TypeReadings readings;
  private final SinkTaskHarness sink;
  private final String table;
  private final Schema row;
  private final Schema envelope;
  private final ColumnType type;

  ReadBack(RoundTrip test, TypeReadings readings, String table, Schema schema, ColumnType type) {
    this.target = test.target();
    this.readings = readings;
    this.sink = test.sink();
    this.table = table;
    this.type = type;
    row =
        SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("v", schema)
            .build();
    envelope = Records.envelope(row);
  }

  /** Brings a value into the row of that number, as new or as changed. */
  void put(String op, long id, Object value) {
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
    return read("v", type, typeName(), id);
  }

  private String read(String expression, ColumnType wanted, String stored, long id)
      throws SQLException {
    ColumnType element = wanted.element();
    if (element == null) {
      String text = select(readings.asText(expression, wanted), id);
      return absent(text) ? text : readings.plain(wanted, text);
    }
    if (readings.isDocument(stored) && !stored.endsWith("[]")) {
      String text = select(readings.asText(expression, ColumnType.JSON), id);
      return absent(text) ? text : document(wanted, parsed(text));
    }
    String length = select(readings.length(expression), id);
    if (absent(length)) {
      return length;
    }
    List<String> elements = new ArrayList<>();
    String inner = stored.endsWith("[]") ? stored.substring(0, stored.length() - 2) : stored;
    for (int i = 1; i <= Integer.parseInt(length); i++) {
      elements.add(read(readings.element(expression, i), element, inner, id));
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

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("the column holds no JSON document", e);
    }
  }

  private static String document(ColumnType wanted, JsonNode node) {
    ColumnType element = wanted.element();
    if (node.isNull()) {
      return "null";
    }
    if (element != null) {
      List<String> elements = new ArrayList<>();
      node.forEach(one -> elements.add(document(element, one)));
      return elements.toString();
    }
    return switch (wanted.kind()) {
      case BYTES -> HexFormat.of().formatHex(Base64.getDecoder().decode(node.textValue()));
      case DECIMAL, INT16, INT32, INT64 -> TypeReadings.number(node.asText());
      case FLOAT32 -> Float.toString(Float.parseFloat(node.asText()));
      case FLOAT64 -> Double.toString(Double.parseDouble(node.asText()));
      case JSON -> node.toString();
      case TIMESTAMP, TIMESTAMP_NANOS ->
          node.textValue().endsWith(":00") && node.textValue().length() == 16
              ? node.textValue() + ":00"
              : node.textValue();
      default -> node.asText();
    };
  }
}
