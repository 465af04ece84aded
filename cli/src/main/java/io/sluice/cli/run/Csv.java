package io.sluice.cli.run;

import io.sluice.project.query.QueryResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A result as RFC 4180 has it: commas, quotes doubled within quotes, NULL as nothing. */
final class Csv {
  private Csv() {}

  static List<String> lines(QueryResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(result.columns().stream().map(Csv::cell).collect(Collectors.joining(",")));
    for (List<@Nullable Object> row : result.rows()) {
      lines.add(
          row.stream().map(v -> cell(Objects.toString(v, ""))).collect(Collectors.joining(",")));
    }
    return lines;
  }

  private static String cell(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
