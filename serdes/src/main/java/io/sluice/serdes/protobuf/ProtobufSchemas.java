package io.sluice.serdes.protobuf;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.WrappersProto;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.protobuf.ProtobufFormat;
import io.sluice.schema.protobuf.ProtobufSchema;
import io.sluice.serdes.misfit.MisfitException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Connect's schemas as Protobuf files and back, as the converter maps them unless its settings say
 * otherwise; for those who have schemas and no data. Thread-safe.
 */
public final class ProtobufSchemas {
  private final ProtobufFormat format = new ProtobufFormat(SchemaLimits.defaults());
  private final ProtobufDataOptions options;
  private final SchemaToProto writer;
  private final ProtoToSchema reader;

  public ProtobufSchemas() {
    this(ProtobufDataOptions.STANDARD);
  }

  ProtobufSchemas(ProtobufDataOptions options) {
    this.options = options;
    writer = new SchemaToProto(options);
    reader = new ProtoToSchema(options, false);
  }

  /**
   * The file; equal schemas give equal text.
   *
   * @throws DataException if Protobuf has no words for it
   */
  public SchemaSource write(Schema schema) {
    return write(schema, List.of());
  }

  /**
   * The file as the next version of a subject: fields and messages keep the numbers and names that
   * they had in any earlier version, what is new gets others, and what is gone is reserved. Where a
   * version has just this schema, it is that version.
   *
   * @param earlier the subject's versions, the newest first, looked at until one has the schema;
   *     those that are no files of Protobuf are passed over
   * @throws DataException if Protobuf has no words for it
   */
  public SchemaSource write(Schema schema, Stream<SchemaSource> earlier) {
    List<FileDescriptor> files = new ArrayList<>();
    for (Iterator<SchemaSource> each = earlier.iterator(); each.hasNext(); ) {
      SchemaSource version = each.next();
      ProtobufSchema parsed = parsed(version);
      if (parsed != null) {
        SchemaSource same = write(schema, List.of(parsed.descriptor()));
        if (parsed.canonical().equals(requireNonNull(parsed(same)).canonical())) {
          return version;
        }
        files.add(parsed.descriptor());
      }
    }
    return write(schema, files);
  }

  private @Nullable ProtobufSchema parsed(SchemaSource source) {
    try {
      return source.type() == SchemaType.PROTOBUF ? (ProtobufSchema) format.parse(source) : null;
    } catch (InvalidSchemaException e) {
      return null;
    }
  }

  private SchemaSource write(Schema schema, List<FileDescriptor> earlier) {
    try {
      FileDescriptorProto file =
          options.rawWrappers() && Kinds.isRaw(schema)
              ? wrapper(schema)
              : writer.write(schema, "default.proto", earlier);
      return SchemaSource.of(SchemaType.PROTOBUF, ProtoText.of(file));
    } catch (MisfitException e) {
      throw new DataException("Protobuf cannot have this schema: " + e.getMessage(), e);
    }
  }

  /** A file with the one message that a scalar is: the library's has those of all scalars. */
  private static FileDescriptorProto wrapper(Schema schema) {
    FileDescriptorProto all = WrappersProto.getDescriptor().toProto();
    String name = Identifiers.simple(Kinds.wrapper(schema));
    return all.toBuilder()
        .clearMessageType()
        .addAllMessageType(
            all.getMessageTypeList().stream().filter(one -> one.getName().equals(name)).toList())
        .build();
  }

  /**
   * Where the first message of a file gives a number to another field than that of an earlier file
   * does; empty if nowhere, or if one of them is no file of Protobuf.
   *
   * @return for each field its path, its number and whose that is in the earlier file
   */
  public List<String> contradictions(SchemaSource schema, SchemaSource earlier) {
    Descriptor message = first(schema);
    Descriptor before = first(earlier);
    return message == null || before == null ? List.of() : Contradictions.between(message, before);
  }

  /** Whether two files are one to a registry. */
  boolean areSame(SchemaSource one, SchemaSource other) {
    ProtobufSchema first = parsed(one);
    ProtobufSchema second = parsed(other);
    return first != null && second != null && first.canonical().equals(second.canonical());
  }

  private @Nullable Descriptor first(SchemaSource source) {
    ProtobufSchema parsed = parsed(source);
    return parsed == null || parsed.descriptor().getMessageTypes().isEmpty()
        ? null
        : parsed.descriptor().getMessageTypes().get(0);
  }

  /**
   * The schema of records that are a file's first message.
   *
   * @throws DataException if Connect has no words for it
   */
  public Schema read(SchemaSource schema) {
    try {
      return reader.read(Messages.at(Messages.file(schema), List.of(0)));
    } catch (InvalidSchemaException | MisfitException e) {
      throw new DataException("The file cannot be read", e);
    }
  }
}
