package io.sluice.testkit;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.ReplaceField;
import org.apache.kafka.connect.transforms.Transformation;

/** The contract holds for a transform that nobody here wrote. */
class ReplaceFieldTest extends TransformContract {
  private static final Schema PERSON =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("mail", Schema.STRING_SCHEMA)
          .build();

  @Override
  protected Transformation<SourceRecord> transform() {
    return new ReplaceField.Value<>();
  }

  @Override
  protected Map<String, ?> config() {
    return Map.of("exclude", "mail");
  }

  @Override
  protected List<SourceRecord> records() {
    return List.of(record(1), record(2));
  }

  @Override
  protected Map<String, ?> wrongSettings() {
    return Map.of("renames", "mail");
  }

  private static SourceRecord record(long id) {
    Struct person = new Struct(PERSON).put("id", id).put("mail", "someone@example.com");
    return new SourceRecord(
        Map.of("p", "1"),
        Map.of("o", id),
        "people",
        null,
        Schema.INT64_SCHEMA,
        id,
        PERSON,
        person,
        1_700_000_000_000L);
  }
}
