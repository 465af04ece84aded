package io.sluice.connector.table.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** The reference's table of types that a column has and that records bring, read from the page. */
final class EvolutionMatrix {
  private static final Path PAGE = Path.of("../../docs/reference/table-sink-evolution.md");
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");

  /**
   * One cell.
   *
   * @param has the column's type
   * @param brings the records' type
   * @param becomes the column's type afterwards; empty if the records are refused
   */
  record Cell(String has, String brings, String becomes) {}

  /** A schema and a value of it. */
  record Sample(Schema schema, Object value) {}

  private EvolutionMatrix() {}

  static List<Cell> cells() {
    List<List<String>> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(PAGE)) {
        if (line.startsWith("| ") && !line.startsWith("|---")) {
          String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
          rows.add(List.of(cells).stream().map(String::strip).toList());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> brought = rows.get(0);
    List<Cell> cells = new ArrayList<>();
    for (List<String> row : rows.subList(1, brought.size())) {
      String has = name(row.get(0));
      for (int i = 1; i < brought.size(); i++) {
        String cell = row.get(i);
        cells.add(
            new Cell(
                has, name(brought.get(i)), cell.equals("·") ? has : cell.equals("✗") ? "" : cell));
      }
    }
    return cells;
  }

  private static String name(String cell) {
    return cell.replace("*", "").replace("`", "");
  }

  static Sample sample(String type) {
    Matcher decimal = DECIMAL.matcher(type);
    if (decimal.matches()) {
      int scale = Integer.parseInt(decimal.group(2));
      Schema schema =
          Decimal.builder(scale).parameter("connect.decimal.precision", decimal.group(1)).build();
      return new Sample(schema, new BigDecimal("1").setScale(scale));
    }
    Sample sample = SAMPLES.get(type);
    if (sample == null) {
      throw new IllegalArgumentException("no sample of type " + type);
    }
    return sample;
  }

  private static final Map<String, Sample> SAMPLES = new LinkedHashMap<>();

  private static void logical(String type, SchemaBuilder schema, String name, Object value) {
    SAMPLES.put(type, new Sample(schema.name("io.debezium." + name).build(), value));
  }

  static {
    SAMPLES.put("boolean", new Sample(Schema.BOOLEAN_SCHEMA, true));
    SAMPLES.put("int16", new Sample(Schema.INT16_SCHEMA, (short) 7));
    SAMPLES.put("int32", new Sample(Schema.INT32_SCHEMA, 7));
    SAMPLES.put("int64", new Sample(Schema.INT64_SCHEMA, 7L));
    SAMPLES.put("float32", new Sample(Schema.FLOAT32_SCHEMA, 1.5f));
    SAMPLES.put("float64", new Sample(Schema.FLOAT64_SCHEMA, 1.5));
    SAMPLES.put("text", new Sample(Schema.STRING_SCHEMA, "3f333df6-90a4-4fda-8dd3-9485d27cee36"));
    SAMPLES.put("bytes", new Sample(Schema.BYTES_SCHEMA, new byte[] {1}));
    logical("date", SchemaBuilder.int32(), "time.Date", 1);
    logical("time", SchemaBuilder.int64(), "time.MicroTime", 1_000_000L);
    logical("timetz", SchemaBuilder.string(), "time.ZonedTime", "10:00:00Z");
    logical("timestamp", SchemaBuilder.int64(), "time.MicroTimestamp", 1_000_000L);
    logical("timestamp_nanos", SchemaBuilder.int64(), "time.NanoTimestamp", 1_000_000_000L);
    logical("timestamptz", SchemaBuilder.string(), "time.ZonedTimestamp", "2020-01-01T00:00:00Z");
    logical("interval", SchemaBuilder.int64(), "time.MicroDuration", 1_000_000L);
    logical("uuid", SchemaBuilder.string(), "data.Uuid", "3f333df6-90a4-4fda-8dd3-9485d27cee36");
    logical("json", SchemaBuilder.string(), "data.Json", "{}");
    SAMPLES.put(
        "array of int32",
        new Sample(SchemaBuilder.array(Schema.INT32_SCHEMA).build(), List.of(1, 2)));
    SAMPLES.put(
        "array of int64",
        new Sample(SchemaBuilder.array(Schema.INT64_SCHEMA).build(), List.of(1L, 2L)));
  }
}
