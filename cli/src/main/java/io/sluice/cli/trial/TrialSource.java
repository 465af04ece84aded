package io.sluice.cli.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * Where a sink's records come from in a trial: a file of lines of JSON, each with {@code topic},
 * {@code key} and {@code value}. Schemas are made from what is there.
 */
public final class TrialSource extends SourceConnector {
  static final String FILE = "file";
  static final String TOPIC = "trial";

  private Map<String, String> settings = Map.of();

  @Override
  public String version() {
    return "trial";
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define(FILE, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where the lines are.");
  }

  @Override
  public void start(Map<String, String> props) {
    settings = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return Lines.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(settings);
  }

  @Override
  public void stop() {}

  /** A line as Connect has it; throws {@link IOException} when it is no JSON object. */
  static SourceRecord record(ObjectMapper json, String line, long number) throws IOException {
    JsonNode node = json.readTree(line);
    if (node == null || !node.isObject()) {
      throw new IOException("expected an object");
    }
    SchemaAndValue key = data(node.path("key"));
    SchemaAndValue value = data(node.path("value"));
    return new SourceRecord(
        Map.of("file", "trial"),
        Map.of("line", number),
        node.path("topic").asText(TOPIC),
        key.schema(),
        key.value(),
        value.schema(),
        value.value());
  }

  private static SchemaAndValue data(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> struct(node);
      case ARRAY -> array(node);
      case STRING -> new SchemaAndValue(Schema.OPTIONAL_STRING_SCHEMA, node.asText());
      case BOOLEAN -> new SchemaAndValue(Schema.OPTIONAL_BOOLEAN_SCHEMA, node.asBoolean());
      case NUMBER ->
          node.isIntegralNumber() && node.canConvertToLong()
              ? new SchemaAndValue(Schema.OPTIONAL_INT64_SCHEMA, node.asLong())
              : new SchemaAndValue(Schema.OPTIONAL_FLOAT64_SCHEMA, node.asDouble());
      case NULL, MISSING, BINARY, POJO -> SchemaAndValue.NULL;
    };
  }

  private static SchemaAndValue struct(JsonNode node) {
    SchemaBuilder schema = SchemaBuilder.struct().optional();
    Map<String, Object> values = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(
            field -> {
              SchemaAndValue one = data(field.getValue());
              schema.field(
                  field.getKey(),
                  one.schema() == null ? Schema.OPTIONAL_STRING_SCHEMA : one.schema());
              values.put(field.getKey(), one.value());
            });
    Struct struct = new Struct(schema.build());
    values.forEach(struct::put);
    return new SchemaAndValue(struct.schema(), struct);
  }

  private static SchemaAndValue array(JsonNode node) {
    Schema of = null;
    List<Object> values = new ArrayList<>();
    for (JsonNode element : node) {
      SchemaAndValue one = data(element);
      of = of == null ? one.schema() : of;
      values.add(one.value());
    }
    Schema element = of == null ? Schema.OPTIONAL_STRING_SCHEMA : of;
    return new SchemaAndValue(SchemaBuilder.array(element).optional().build(), values);
  }

  /** The task that reads the whole file at once: somebody typed it. */
  public static final class Lines extends SourceTask {
    private final ObjectMapper json = new ObjectMapper();
    private Path file = Path.of("");
    private boolean read;

    @Override
    public String version() {
      return "trial";
    }

    @Override
    public void start(Map<String, String> props) {
      file = Path.of(props.getOrDefault(FILE, ""));
    }

    @Override
    public synchronized List<SourceRecord> poll() throws InterruptedException {
      if (read) {
        wait(50); // nothing more will come
        return List.of();
      }
      read = true;
      List<SourceRecord> records = new ArrayList<>();
      try (Stream<String> lines = Files.lines(file)) {
        for (String line : (Iterable<String>) lines::iterator) {
          records.add(record(json, line, records.size() + 1L));
        }
      } catch (IOException e) {
        throw new ConnectException("The trial's file cannot be read", e);
      }
      return records;
    }

    @Override
    public void stop() {}
  }
}
