package io.sluice.schema.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.text.JsonFault;
import io.sluice.schema.text.Nesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.ParseContext;
import org.apache.avro.Schema;
import org.apache.avro.util.SchemaResolver.ResolvingVisitor;
import org.apache.avro.util.Schemas;

/** One reading of a schema by Avro's parser. Not thread-safe. */
final class AvroParsing {
  private static final int LONGEST_MESSAGE = 500;

  private final SchemaLimits limits;
  private final Context context;
  private final Schema.Parser parser;

  AvroParsing(SchemaLimits limits, boolean validateDefaults) {
    this.limits = limits;
    this.context = new Context(limits);
    this.parser = new Schema.Parser(context).setValidateDefaults(validateDefaults);
  }

  AvroSchema parse(SchemaSource source) {
    limits.checkLengths(source);
    try {
      for (Map.Entry<String, String> dependency : source.dependencies().entrySet()) {
        String which = "The schema referred to as " + dependency.getKey();
        limits.checkDepth(which, Nesting.ofJson(dependency.getValue()));
        readDependency(which, dependency.getValue());
      }
      List<Schema> referenced = new ArrayList<>(context.typesByName().values());
      limits.checkDepth("The schema", Nesting.ofJson(source.text()));
      Schema schema = read("The schema", () -> parser.parse(source.text()));
      limits.checkTypes(context.typesByName().size());
      context.typesByName().values().forEach(AvroNames::checkParts);
      limits.checkDepth(
          "The schema, with each definition where it is first used,",
          AvroDepth.written(schema, referenced));
      return AvroSchema.of(schema, referenced);
    } catch (StackOverflowError e) {
      throw new InvalidSchemaException(
          "The schema's types refer to one another over too many steps to be read", e);
    }
  }

  private void readDependency(String which, String text) {
    read(which, () -> parser.parseInternal(text));
  }

  private interface Reading {
    Schema read();
  }

  // Avro's parser throws whatever a wrong node makes of the code that meets it: a null pointer, a
  // wrong argument, exceptions of its own. All of them mean that the text is no schema.
  private static Schema read(String which, Reading reading) {
    try {
      return reading.read();
    } catch (InvalidSchemaException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InvalidSchemaException(which + " is no schema of Avro: " + sentence(e), e);
    }
  }

  private static String sentence(RuntimeException e) {
    if (e.getCause() instanceof JsonProcessingException json) {
      var at = json.getLocation();
      String where =
          at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
      return "it is no JSON: " + shortened(JsonFault.said(json)) + where;
    }
    String message = e.getMessage();
    return message == null ? "a part is missing or of a wrong type" : shortened(message);
  }

  /** Avro puts whole schemas into its messages. */
  private static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "...";
  }

  /**
   * Puts types in the place of the names that were used before their definition was complete, as a
   * record's own name within it. Avro's own context does that for every type that it knows, each
   * time with all that can be reached from it; from the schema itself once is enough.
   */
  private static final class Context extends ParseContext {
    /** Types used before they are defined, times parts of the schema: what finding them costs. */
    private static final long MOST_WORK = 50_000_000;

    private final SchemaLimits limits;

    Context(SchemaLimits limits) {
      super(AvroNames.OF_NAMESPACES_TOO);
      this.limits = limits;
    }

    @Override
    public void put(Schema schema) {
      AvroNames.check(schema.getName());
      super.put(schema);
    }

    @Override
    public Schema resolve(Schema schema) {
      Map<String, Schema> types = typesByName();
      limits.checkTypes(types.size());
      AvroDepth.Unresolved unresolved = AvroDepth.unresolved(schema, types);
      if (unresolved.names() == 0) {
        return schema;
      }
      if (unresolved.names() * (long) unresolved.parts() > MOST_WORK) {
        throw new InvalidSchemaException(
            "The schema uses "
                + unresolved.names()
                + " types before they are defined, among "
                + unresolved.parts()
                + " parts: too many to be read");
      }
      ResolvingVisitor visitor = new ResolvingVisitor(types::get);
      Schemas.visit(schema, visitor);
      return visitor.getResolved(schema);
    }
  }
}
