package io.sluice.schema.json;

import io.sluice.schema.Incompatibility;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.json.compare.Comparison;
import io.sluice.schema.json.compare.Policy;
import io.sluice.schema.json.model.SchemaDocument;
import java.util.List;

/** JSON Schema, drafts 4, 6, 7, 2019-09 and 2020-12. Thread-safe. */
public final class JsonSchemaFormat implements SchemaFormat {
  private final SchemaLimits limits;
  private final Policy policy;

  /** As strict as Confluent's registry is unless told otherwise. */
  public JsonSchemaFormat(SchemaLimits limits) {
    this(limits, Policy.STRICT);
  }

  /** With a policy of its own. */
  public JsonSchemaFormat(SchemaLimits limits, Policy policy) {
    this.limits = limits;
    this.policy = policy;
  }

  @Override
  public SchemaType type() {
    return SchemaType.JSON;
  }

  @Override
  public ParsedSchema parse(SchemaSource source) {
    limits.checkLengths(source);
    return new JsonSchema(SchemaDocument.read(source, limits.maxDepth()), source.dependencies());
  }

  @Override
  public List<Incompatibility> incompatibilities(ParsedSchema reader, ParsedSchema writer) {
    JsonSchema reads = (JsonSchema) reader;
    JsonSchema writes = (JsonSchema) writer;
    return reads.equals(writes)
        ? List.of()
        : Comparison.of(
            reads.document().root(), writes.document().root(), policy, limits.maxSteps());
  }
}
