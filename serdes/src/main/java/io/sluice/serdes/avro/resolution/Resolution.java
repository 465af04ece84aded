package io.sluice.serdes.avro.resolution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;

/**
 * Objects of one schema, written under another: what belongs together is found by names and
 * aliases, what is missing is the default, and what the other schema does not have is left out, as
 * Avro's specification says it of readers ("Schema Resolution"). Where a reader would change a
 * value (a symbol that becomes the default, a number that is rounded, a decimal of another scale)
 * it is refused. Thread-safe.
 */
public final class Resolution {
  /** What the bytes of a schema's values hang on, and what they mean. */
  private static final Set<String> ESSENTIAL =
      Set.of(
          "type",
          "name",
          "namespace",
          "fields",
          "items",
          "values",
          "symbols",
          "size",
          "logicalType",
          "scale",
          "precision");

  private final DatumReader<Object> reader;
  private final Step step;

  private Resolution(DatumReader<Object> reader, Step step) {
    this.reader = reader;
    this.step = step;
  }

  /** Whether a value is other bytes, or may mean something else, under the one and the other. */
  public static boolean isNeeded(Schema own, Schema other) {
    return !own.equals(other) && !essence(own).equals(essence(other));
  }

  /**
   * From the one to the other.
   *
   * @throws MisfitException if that cannot be; says where
   */
  public static Resolution of(Schema own, Schema other) {
    try {
      // By the names that the other one has for what is in it.
      Schema named = Schema.applyAliases(own, other);
      return new Resolution(
          new GenericDatumReader<>(named, named, GenericData.get()),
          new Steps().of(Resolver.resolve(named, other, GenericData.get())));
    } catch (AvroRuntimeException e) {
      throw new MisfitException(
          "the record's schema and the one that it is written under do not go together: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Writes an object.
   *
   * @param written it, as its own schema has it
   * @throws MisfitException if it is none of the other schema; says where
   * @throws IOException from what is written to
   */
  public void write(byte[] written, Encoder to) throws IOException {
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(written, null);
    step.write(reader.read(null, decoder), to);
  }

  private static Schema essence(Schema schema) {
    try {
      JsonNode json = new ObjectMapper().readTree(schema.toString());
      reduce(json);
      // Read again, since a type without any property is written by its name alone.
      return new Schema.Parser(NameValidator.NO_VALIDATION).parse(json.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro's own text of a schema is no JSON", e);
    }
  }

  private static void reduce(JsonNode json) {
    if (json instanceof ObjectNode object) {
      object.retain(ESSENTIAL);
    }
    json.forEach(Resolution::reduce);
  }
}
