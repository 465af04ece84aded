package io.sluice.schema.protobuf;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.sluice.schema.Incompatibility;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.util.List;

/**
 * Protobuf, proto2 and proto3: a {@code .proto} file, read by Wire's parser and checked by
 * Protobuf's own library, or a descriptor of one in base64. Editions are not supported, as Wire
 * does not know them.
 */
public final class ProtobufFormat implements SchemaFormat {
  /** What a schema's own file is called in its descriptor: it has no name of its own. */
  public static final String FILE_NAME = "default.proto";

  private static final String WHICH = "The schema";

  private final SchemaLimits limits;

  public ProtobufFormat(SchemaLimits limits) {
    this.limits = requireNonNull(limits, "limits is null");
  }

  @Override
  public SchemaType type() {
    return SchemaType.PROTOBUF;
  }

  @Override
  public ProtobufSchema parse(SchemaSource source) {
    limits.checkLengths(source);
    try {
      Linking linking = new Linking(source.dependencies(), limits);
      FileDescriptorProto raw = linking.read(WHICH, FILE_NAME, source.text());
      Linking.Linked linked = linking.link(WHICH, raw);
      return new ProtobufSchema(FileWriting.of(raw), linked.resolved(), linked.descriptor());
    } catch (StackOverflowError e) {
      throw new InvalidSchemaException("The schema is nested too deep to be read", e);
    }
  }

  /**
   * The schema of a file that was made, not read: what a client has that derives schemas from
   * classes or from Connect's schemas. It parses to an equal one, given the same imports.
   */
  public static ProtobufSchema of(FileDescriptor file) {
    FileDescriptorProto resolved = Resolution.of(file);
    return new ProtobufSchema(FileWriting.of(resolved), resolved, file);
  }

  @Override
  public List<Incompatibility> incompatibilities(ParsedSchema reader, ParsedSchema writer) {
    return new ProtoReading(
            ((ProtobufSchema) reader).descriptor(),
            ((ProtobufSchema) writer).descriptor(),
            limits.maxSteps())
        .incompatibilities();
  }
}
