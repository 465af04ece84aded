package io.sluice.cli.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.project.query.QueryResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query's result as JSON and back. Rows are lists, because column names may repeat. */
final class QueryDocument {
  private QueryDocument() {}

  static Map<String, Object> of(QueryResult result) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("columns", result.columns());
    document.put("rows", result.rows());
    document.put("truncated", result.truncated());
    return document;
  }

  static QueryResult read(JsonNode document) {
    List<String> columns = new ArrayList<>();
    document.path("columns").forEach(c -> columns.add(c.asText()));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (JsonNode row : document.path("rows")) {
      List<@Nullable Object> values = new ArrayList<>();
      row.forEach(v -> values.add(value(v)));
      rows.add(values);
    }
    return new QueryResult(columns, rows, document.path("truncated").asBoolean());
  }

  private static @Nullable Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> null;
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.numberValue();
      case STRING -> node.textValue();
      case ARRAY, BINARY, OBJECT, POJO -> node.toString();
    };
  }
}
