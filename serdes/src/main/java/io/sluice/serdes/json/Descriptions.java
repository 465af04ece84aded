package io.sluice.serdes.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.serdes.misfit.MisfitException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.SchemaBuilderException;

/** What a JSON Schema says of a type beside what it is: name, version, documentation, default. */
final class Descriptions {
  private static final List<String> WORDS =
      List.of(
          JsonNames.TITLE,
          JsonNames.DESCRIPTION,
          JsonNames.DEFAULT,
          JsonNames.CONNECT_VERSION,
          JsonNames.CONNECT_PARAMETERS);

  private final JsonDataOptions options;
  private final ValueReaders values = new ValueReaders();

  Descriptions(JsonDataOptions options) {
    this.options = options;
  }

  /** A schema with what is said around it and not by itself. */
  static JsonNode inherited(JsonNode schema, JsonNode around) {
    if (!(schema instanceof ObjectNode) || WORDS.stream().noneMatch(around::has)) {
      return schema;
    }
    ObjectNode described = schema.deepCopy();
    for (String word : WORDS) {
      if (around.has(word)) {
        described.putIfAbsent(word, around.get(word));
      }
    }
    return described;
  }

  /**
   * Adds it to a type that is otherwise whole.
   *
   * @param unions how many unions there have been, this one included if it is one
   */
  void add(SchemaBuilder builder, Node node, int unions) {
    JsonNode json = node.json();
    for (Map.Entry<String, JsonNode> each : json.path(JsonNames.CONNECT_PARAMETERS).properties()) {
      builder.parameter(each.getKey(), each.getValue().asText());
    }
    String name = json.path(JsonNames.TITLE).asText("");
    if (node.kind() == Node.Kind.UNION) {
      name = union(builder, name, unions);
    } else if (builder.type() == Schema.Type.STRING) {
      enumeration(builder, node, name);
    }
    if (json.path(JsonNames.TITLE).isTextual() || !name.isEmpty()) {
      builder.name(logical(builder, name, node));
    }
    if (json.path(JsonNames.DESCRIPTION).isTextual()) {
      builder.doc(json.get(JsonNames.DESCRIPTION).textValue());
    }
    if (json.path(JsonNames.CONNECT_VERSION).isInt()) {
      builder.version(json.get(JsonNames.CONNECT_VERSION).intValue());
    }
    preset(builder, json.path(JsonNames.DEFAULT));
  }

  private String union(SchemaBuilder builder, String title, int unions) {
    if (has(builder, JsonNames.GENERAL_UNION)) {
      return title;
    }
    if (!options.generalizedSumTypes()) {
      return JsonNames.UNION;
    }
    String name = title.isEmpty() ? JsonNames.GENERAL_UNION_NAME + (unions - 1) : title;
    builder.parameter(JsonNames.GENERAL_UNION, name);
    return name;
  }

  private void enumeration(SchemaBuilder builder, Node node, String title) {
    List<String> symbols = node.symbols();
    if (symbols.isEmpty()
        || has(builder, JsonNames.ENUMERATION)
        || has(builder, JsonNames.GENERAL_ENUMERATION)) {
      return;
    }
    boolean general = options.generalizedSumTypes();
    String mark = general ? JsonNames.GENERAL_ENUMERATION : JsonNames.ENUMERATION;
    builder.parameter(mark, general ? title : "");
    for (int i = 0; i < symbols.size(); i++) {
      String symbol = symbols.get(i);
      if (!has(builder, mark + "." + symbol)) {
        builder.parameter(mark + "." + symbol, general ? String.valueOf(i) : symbol);
      }
    }
  }

  private static boolean has(SchemaBuilder builder, String parameter) {
    return builder.parameters() != null && builder.parameters().containsKey(parameter);
  }

  /** A name, where it is one of those that mean a type to Connect only with that type. */
  private static String logical(SchemaBuilder builder, String name, Node node) {
    boolean fits =
        switch (name) {
          case Decimal.LOGICAL_NAME ->
              builder.type() == Schema.Type.BYTES
                  && has(builder, Decimal.SCALE_FIELD)
                  && builder
                      .parameters()
                      .getOrDefault(Decimal.SCALE_FIELD, "")
                      .matches("-?\\d{1,9}");
          case Date.LOGICAL_NAME, Time.LOGICAL_NAME -> builder.type() == Schema.Type.INT32;
          case Timestamp.LOGICAL_NAME -> builder.type() == Schema.Type.INT64;
          default -> true;
        };
    if (!fits) {
      throw node.refused(
          "the title "
              + name
              + ", but not connect.type and connect.parameters as Connect has them"
              + " for that");
    }
    return name;
  }

  /** The default, if it is of its type: JSON Schema does not ask for that. */
  private void preset(SchemaBuilder builder, JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return;
    }
    try {
      builder.defaultValue(values.fromTree(builder, json));
    } catch (MisfitException | SchemaBuilderException e) {
      // An annotation to JSON Schema, that no value has to fit.
      return;
    }
  }
}
